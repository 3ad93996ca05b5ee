select
    source_system,
    version,
    channel,
    queue,
    interval_start_at,
    interval_sec,
    required_agents,
    scheduled_agents
from ({{ union_systems('staffing_plan') }}) as delivered
