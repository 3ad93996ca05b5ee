{{ config(enabled=system_is_on('business')) }}

with

-- Every export tells all customers: the newest state of each counts.
ranked as (
    select
        *,
        row_number() over (partition by customer_id order by updated_at desc) as place
    from {{ source('business', 'customers') }}
)

select
    customer_id,
    -- Made here, beside the number, so that an erasure gives one customer one id wherever it stands.
    'business:' || customer_id as party_id,
    lower(email) as email,
    phone,
    plan,
    mrr,
    currency,
    region,
    timezone,
    tier,
    lifecycle_stage,
    started_on,
    churned_on,
    churn_reason,
    updated_at
from ranked
where place = 1
