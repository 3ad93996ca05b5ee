{{ config(enabled=system_is_on('talkdesk')) }}

with

contacts as (
    select * from {{ ref('stg_talkdesk__contacts') }} where agent_id is not null
),

-- Talkdesk has no list of agents in these reports: the latest contact tells name and team.
latest as (
    select
        agent_id,
        agent_name,
        team,
        row_number() over (partition by agent_id order by started_at desc, contact_id) as place
    from contacts
)

select
    'talkdesk:' || agent_id as agent_id,
    'talkdesk' as source_system,
    agent_name as name,
    team,
    {{ not_delivered('agents', ['email']) }}
from latest
where place = 1
