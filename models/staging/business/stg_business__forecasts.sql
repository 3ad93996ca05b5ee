{{ config(enabled=system_is_on('business')) }}

select distinct
    'business' as source_system,
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
from {{ source('business', 'forecasts') }}
