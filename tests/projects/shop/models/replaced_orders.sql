{{ config(materialized='incremental', incremental_strategy='delete+insert', unique_key=['customer', 'day']) }}
select customer, ordered_at::date as day, sum(amount) as amount from {{ ref('large_orders') }}
group by all
