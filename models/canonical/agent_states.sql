select
    agent_id,
    source_system,
    state,
    vendor_state,
    started_at,
    ended_at,
    loaded_at
from ({{ union_systems('agent_states') }}) as delivered
where started_at <= {{ run_start() }}
