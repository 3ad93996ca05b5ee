with

delivered as (
    {{ union_systems('agents') }}
),

roster as (
    select * from {{ ref('agent_roster') }}
)

select
    delivered.agent_id,
    delivered.source_system,
    delivered.name,
    coalesce(roster.team, delivered.team) as team,
    roster.tier,
    roster.site,
    roster.location_type,
    roster.hourly_cost,
    roster.max_concurrency,
    roster.employed_from,
    roster.employed_to
from delivered
left join roster
    on roster.agent_id = delivered.agent_id
