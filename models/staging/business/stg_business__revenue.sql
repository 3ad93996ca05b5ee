{{ config(enabled=system_is_on('business')) }}

select distinct
    'business' as source_system,
    month,
    amount,
    currency
from {{ source('business', 'revenue') }}
