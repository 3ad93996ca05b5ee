{{ config(enabled=system_is_on('five9')) }}

with

-- Agents who left are no longer in the report of agents, but their calls are.
seen as (
    select agent_id, agent_name as name, cast(null as varchar) as email, cast(null as varchar) as team, started_at as seen_at
    from {{ ref('stg_five9__calls') }}
    where agent_id is not null

    union all

    select agent_id, null, null, null, started_at
    from {{ ref('stg_five9__call_segments') }}
    where agent_id is not null

    union all

    select agent_id, agent_name, null, agent_group, started_at
    from {{ ref('stg_five9__agent_state_details') }}

    union all

    select agent_id, agent_name, null, null, logged_in_at
    from {{ ref('stg_five9__agent_logins') }}

    union all

    select agent_id, name, email, null, cast(null as timestamp)
    from {{ ref('stg_five9__agents_information') }}
),

together as (
    select
        agent_id,
        -- What the report of agents says goes before what a call says.
        arg_max(name, coalesce(seen_at, timestamp '9999-12-31')) filter (where name is not null) as name,
        max(email) as email,
        arg_max(team, seen_at) filter (where team is not null) as team
    from seen
    group by agent_id
)

select
    'five9:' || agent_id as agent_id,
    'five9' as source_system,
    coalesce(name, agent_id) as name,
    -- A login usually is the address.
    coalesce(email, case when agent_id like '%@%' then agent_id end) as email,
    team
from together
