select
    source_system,
    version,
    made_at,
    origin,
    channel,
    queue,
    interval_start_at,
    interval_sec,
    p10,
    p50,
    p90,
    aht_sec
from ({{ union_systems('forecasts') }}) as delivered
