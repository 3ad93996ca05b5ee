{{ config(enabled=system_is_on('call_log')) }}

select
    'call_log:' || states.agent_id as agent_id,
    'call_log' as source_system,
    vocabulary.canonical_value as state,
    states.state as vendor_state,
    states.started_at,
    states.ended_at,
    states.loaded_at
from {{ ref('stg_call_log__states') }} as states
left join {{ ref('vocabulary') }} as vocabulary
    on vocabulary.source_system = 'call_log'
    and vocabulary.field = 'agent_state'
    and vocabulary.vendor_value = states.state
