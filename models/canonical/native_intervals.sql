select
    source_system,
    channel,
    queue,
    interval_start_at,
    interval_sec,
    offered,
    answered,
    abandoned,
    service_level,
    average_speed_of_answer_sec,
    average_handle_time_sec,
    loaded_at
from ({{ union_systems('native_intervals') }}) as delivered
