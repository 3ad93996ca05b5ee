{{ config(enabled=system_is_on('salesforce')) }}

with

contacts as (
    select * from {{ ref('stg_salesforce__contact') }}
),

accounts as (
    select * from {{ ref('stg_salesforce__account') }}
),

-- Revenue belongs to the account: given to each of its contacts it would count several times.
parties as (
    select
        contacts.contact_id as party,
        accounts.plan,
        cast(null as decimal(18, 2)) as mrr,
        cast(null as varchar) as currency,
        accounts.region,
        accounts.lifecycle_stage,
        greatest(contacts.updated_at, accounts.updated_at) as loaded_at
    from contacts
    left join accounts
        on accounts.account_id = contacts.account_id
    union all
    select account_id, plan, mrr, currency, region, lifecycle_stage, updated_at
    from accounts
)

select
    'salesforce:' || party as party_id,
    'salesforce' as source_system,
    plan,
    mrr,
    currency,
    region,
    lifecycle_stage,
    loaded_at,
    {{ not_delivered('customer_profiles', ['timezone', 'tier', 'started_at', 'churned_at', 'churn_reason']) }}
from parties
