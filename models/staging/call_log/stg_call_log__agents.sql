{{ config(enabled=system_is_on('call_log')) }}

with

-- A list of agents goes before what calls and states say of them.
seen as (
    select
        {{ text_of('agent') }} as agent_id,
        {{ text_of('name') }} as name,
        lower({{ text_of('email') }}) as email,
        {{ text_of('team') }} as team,
        timestamp '9999-12-31' as seen_at
    from {{ source('call_log', 'agents') }}

    union all

    select agent_id, agent_name, agent_email, team, started_at
    from {{ ref('stg_call_log__visits') }}

    union all

    select {{ text_of('agent') }}, null, null, null, started_at
    from {{ source('call_log', 'agent_states') }}
),

latest as (
    select
        agent_id,
        arg_max(name, seen_at) filter (where name is not null) as name,
        arg_max(email, seen_at) filter (where email is not null) as email,
        arg_max(team, seen_at) filter (where team is not null) as team
    from seen
    where agent_id is not null
    group by agent_id
)

select
    'call_log:' || agent_id as agent_id,
    'call_log' as source_system,
    coalesce(name, agent_id) as name,
    coalesce(email, case when agent_id like '%@%' then lower(agent_id) end) as email,
    team
from latest
