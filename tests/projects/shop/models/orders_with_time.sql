{{ config(materialized='view', event_time='ordered_at') }}
select * from {{ ref('orders') }}
