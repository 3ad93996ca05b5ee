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
    -- One person in several systems, by the address; whoever has none is only known here.
    case
        when nullif(trim(delivered.email), '') is null then delivered.agent_id
        else 'person:' || left(md5(lower(trim(delivered.email))), 20)
    end as person_id,
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
