{{ config(enabled=system_is_on('gcalls')) }}

-- Calls tell who has which extension; the latest one counts.
select
    'gcalls:' || agent_id as agent_id,
    'gcalls' as source_system,
    coalesce(arg_max(agent_name, started_at) filter (where agent_name is not null), agent_id) as name,
    arg_max(agent_email, started_at) filter (where agent_email is not null) as email,
    {{ not_delivered('agents', ['team']) }}
from {{ ref('stg_gcalls__legs') }}
where agent_id is not null
group by agent_id
