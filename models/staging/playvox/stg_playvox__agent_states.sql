{{ config(enabled=system_is_on('playvox')) }}

with

agents as (
    select * from {{ ref('stg_playvox__agents') }}
)

select
    agents.agent_id,
    'playvox' as source_system,
    state.canonical_value as state,
    tasks.task_name as vendor_state,
    tasks.started_at,
    tasks.ended_at,
    tasks.updated_at as loaded_at
from {{ ref('stg_playvox__wfm_tasks') }} as tasks
left join agents
    on agents.email = tasks.email
left join {{ ref('vocabulary') }} as state
    on state.source_system = 'playvox'
    and state.field = 'task'
    and state.vendor_value = tasks.task
