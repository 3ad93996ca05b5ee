with

parties as (
    select
        customer_id,
        cast(count(*) as integer) as party_count,
        min(first_seen_at) as first_seen_at
    from {{ ref('customer_parties') }}
    group by customer_id
),

delivered as (
    {{ union_systems_of_customers('customer_profiles') }}
),

-- Of one system the latest word counts; of several the first in the list of systems that is for this kind of facts.
profiles as (
    select
        delivered.*,
        row_number() over (
            partition by delivered.customer_id
            order by
                (delivered.mrr is not null) desc,
                (source_systems.kind = 'business') desc,
                delivered.loaded_at desc nulls last,
                delivered.started_at,
                delivered.source_system,
                -- Two of one system that say the same day: no matter which, as long as it is the same one each time.
                delivered.mrr desc nulls last,
                delivered.plan,
                delivered.tier,
                delivered.region,
                delivered.lifecycle_stage
        ) as place
    from delivered
    left join {{ ref('source_systems') }} as source_systems
        on source_systems.source_system = delivered.source_system
),

lead_profiles as (
    select
        customer_id,
        source_system,
        currency
    from profiles
    where place = 1
),

-- Accounts of one customer in the system that knows its revenue are added up. Whoever has left with one account and stays
-- with another has not left.
described as (
    select
        profiles.customer_id,
        cast(sum(profiles.mrr) filter (
            where profiles.source_system = lead_profiles.source_system
                and profiles.currency is not distinct from lead_profiles.currency
        ) as decimal(18, 2)) as mrr,
        arg_min(profiles.currency, profiles.place) as currency,
        {% for column in ['plan', 'region', 'timezone', 'tier', 'lifecycle_stage'] -%}
        arg_min(profiles.{{ column }}, profiles.place) as {{ column }},
        {% endfor -%}
        min(profiles.started_at) as started_at,
        case
            when bool_and(profiles.churned_at is not null) filter (where profiles.source_system = lead_profiles.source_system)
                then max(profiles.churned_at)
        end as churned_at,
        arg_max(profiles.churn_reason, (profiles.churned_at, profiles.churn_reason)) filter (
            where profiles.churned_at is not null and profiles.churn_reason is not null
        ) as churn_reason
    from profiles
    inner join lead_profiles
        on lead_profiles.customer_id = profiles.customer_id
    group by profiles.customer_id
),

-- Mean monthly revenue of the last twelve months in which there was any.
monthly as (
    select
        customer_id,
        avg(closing_mrr) as arpu
    from (
        select
            customer_id,
            closing_mrr,
            row_number() over (partition by customer_id order by month desc) as place
        from {{ ref('customer_months') }}
        where closing_mrr > 0
    ) as paid
    where place <= 12
    group by customer_id
)

select
    parties.customer_id,
    described.plan,
    described.mrr,
    cast(monthly.arpu as decimal(18, 2)) as arpu,
    described.currency,
    described.region,
    described.timezone,
    described.tier,
    described.lifecycle_stage,
    described.started_at,
    described.churned_at,
    case when described.churned_at is not null then described.churn_reason end as churn_reason,
    parties.party_count,
    parties.first_seen_at
from parties
left join described
    on described.customer_id = parties.customer_id
left join monthly
    on monthly.customer_id = parties.customer_id
