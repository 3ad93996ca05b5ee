{{ config(enabled=system_is_on('business')) }}

select
    party_id,
    'business' as source_system,
    plan,
    mrr,
    currency,
    region,
    timezone,
    tier,
    lifecycle_stage,
    cast(started_on as timestamp) as started_at,
    cast(churned_on as timestamp) as churned_at,
    churn_reason,
    updated_at as loaded_at
from {{ ref('stg_business__customers') }}
