{{ config(enabled=system_is_on('intercom')) }}

with

admins as (
    select unnest(admins) as admin
    from {{ source('intercom', 'admins') }}
),

teams as (
    select unnest(teams) as team
    from {{ source('intercom', 'teams') }}
),

team_names as (
    select
        team.id as team_id,
        any_value(team.name) as team_name
    from teams
    group by team.id
)

-- The lists carry no dates: where there are several, the last one read counts.
select
    'intercom:' || admin.id as agent_id,
    'intercom' as source_system,
    last(admin.name) as name,
    lower(last(admin.email)) as email,
    last(team_names.team_name) as team
from admins
left join team_names
    on team_names.team_id = admin.team_ids[1]
group by admin.id
