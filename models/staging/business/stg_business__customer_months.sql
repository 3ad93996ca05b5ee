{{ config(enabled=system_is_on('business')) }}

select distinct
    'business:' || customer_id as party_id,
    'business' as source_system,
    month,
    opening_mrr,
    closing_mrr,
    currency
from {{ source('business', 'customer_months') }}
