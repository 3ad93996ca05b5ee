{{ config(enabled=system_is_on('freshdesk')) }}

with

contacts as (
    select * from {{ ref('stg_freshdesk__contacts') }}
),

companies as (
    select * from {{ ref('stg_freshdesk__companies') }}
),

zones as (
    select * from {{ ref('vocabulary') }} where source_system = 'freshdesk' and field = 'time_zone'
)

select
    'freshdesk:' || contacts.contact_id as party_id,
    'freshdesk' as source_system,
    companies.account_tier as plan,
    companies.region,
    zones.canonical_value as timezone,
    greatest(contacts.updated_at, companies.updated_at) as loaded_at,
    -- Revenue belongs to the company: given to each of its contacts it would count several times.
    {{ not_delivered('customer_profiles', [
        'mrr', 'currency', 'tier', 'lifecycle_stage', 'started_at', 'churned_at', 'churn_reason',
    ]) }}
from contacts
left join companies
    on companies.company_id = contacts.company_id
left join zones
    on zones.vendor_value = contacts.time_zone
