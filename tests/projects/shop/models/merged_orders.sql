{{ config(materialized='incremental', incremental_strategy='merge', unique_key='order_id') }}
select order_id, customer, amount from {{ ref('stg_orders') }}
{% if is_incremental() %}where order_id >= 50{% endif %}
