{{ config(enabled=system_is_on('business')) }}

with

-- An order comes again when it is cancelled.
ranked as (
    select
        *,
        row_number() over (partition by order_id order by cancelled_at desc nulls last) as place
    from {{ source('business', 'orders') }}
)

select
    'business:' || order_id as order_id,
    'business' as source_system,
    'business:' || customer_id as party_id,
    ordered_at,
    amount,
    currency,
    cancelled_at
from ranked
where place = 1
