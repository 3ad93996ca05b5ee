{{ config(enabled=system_is_on('talkdesk')) }}

with

-- Talkdesk has no list of agents in these reports: contacts tell name and team, statuses the address.
seen as (
    select agent_id, agent_name, team, null as email, started_at as seen_at, contact_id as row_id
    from {{ ref('stg_talkdesk__contacts') }}
    where agent_id is not null

    union all

    select agent_id, agent_name, team, agent_email, started_at, null
    from {{ ref('stg_talkdesk__user_status') }}
)

select
    'talkdesk:' || agent_id as agent_id,
    'talkdesk' as source_system,
    arg_max(agent_name, (seen_at, row_id)) as name,
    arg_max(email, (seen_at, row_id)) as email,
    arg_max(team, (seen_at, row_id)) as team
from seen
group by agent_id
