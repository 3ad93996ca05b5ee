{{ config(enabled=system_is_on('intercom')) }}

with

admins as (
    select filename, unnest(admins) as admin
    from {{ source('intercom', 'admins') }}
),

teams as (
    select filename, unnest(teams) as team
    from {{ source('intercom', 'teams') }}
),

-- The lists carry no dates: of several files the last by its name counts, and who has left is in an older one.
latest as (
    select
        admin.id as admin_id,
        arg_max(admin.name, filename) as name,
        lower(arg_max(admin.email, filename)) as email,
        arg_max(admin.team_ids, filename)[1] as team_id
    from admins
    group by admin.id
),

team_names as (
    select
        team.id as team_id,
        arg_max(team.name, filename) as team_name
    from teams
    group by team.id
)

select
    'intercom:' || latest.admin_id as agent_id,
    'intercom' as source_system,
    latest.name,
    latest.email,
    team_names.team_name as team
from latest
left join team_names
    on team_names.team_id = latest.team_id
