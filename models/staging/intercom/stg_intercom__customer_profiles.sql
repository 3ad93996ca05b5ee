{{ config(enabled=system_is_on('intercom')) }}

with

contacts as (
    select * from {{ ref('stg_intercom__contacts') }}
)

select
    'intercom:' || contact_id as party_id,
    'intercom' as source_system,
    nullif(plan, '') as plan,
    country as region,
    role as lifecycle_stage,
    signed_up_at as started_at,
    updated_at as loaded_at,
    {{ not_delivered('customer_profiles', ['mrr', 'currency', 'timezone', 'tier', 'churned_at', 'churn_reason']) }}
from contacts
