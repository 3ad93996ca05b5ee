{{ config(enabled=system_is_on('livechat')) }}

with

ranked as (
    select
        *,
        row_number() over (partition by customer_id order by created_at desc) as place
    from {{ ref('stg_livechat__threads') }}
)

-- A visitor's latest chat tells where they are.
select
    'livechat:' || customer_id as party_id,
    'livechat' as source_system,
    country as region,
    timezone,
    loaded_at,
    {{ not_delivered('customer_profiles', [
        'plan', 'mrr', 'currency', 'tier', 'lifecycle_stage', 'started_at', 'churned_at', 'churn_reason',
    ]) }}
from ranked
where place = 1
