select
    miss_id,
    source_system,
    kind,
    article_id,
    topic,
    occurred_at,
    case_id,
    interaction_id,
    coalesce(occurrences, 1) as occurrences
from ({{ union_systems('kb_misses') }}) as delivered
where occurred_at <= {{ run_start() }}
