select
    source_system,
    local_date,
    channel,
    queue,
    metric,
    value,
    contacts,
    loaded_at
from ({{ union_systems('native_daily') }}) as delivered
