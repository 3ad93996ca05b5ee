{{ config(materialized='incremental', incremental_strategy='microbatch', event_time='ordered_at', batch_size='day', begin='2026-03-01') }}
select * from {{ ref('orders_with_time') }}
