select
    agent_id,
    source_system,
    activity,
    vendor_activity,
    starts_at,
    ends_at,
    loaded_at
from ({{ union_systems('agent_schedule') }}) as delivered
