{{ config(enabled=system_is_on('business')) }}

select
    'business' as source_system,
    month,
    channel,
    cost_center,
    category,
    amount,
    currency
from {{ source('business', 'costs') }}
