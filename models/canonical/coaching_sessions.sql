select
    coaching_id,
    source_system,
    evaluation_id,
    agent_id,
    coach_id,
    opened_at,
    closed_at
from ({{ union_systems('coaching_sessions') }}) as delivered
where opened_at <= {{ run_start() }}
