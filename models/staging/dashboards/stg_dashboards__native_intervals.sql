{{ config(enabled=system_is_on('dashboards')) }}

with

-- A figure read again replaces the one read before.
ranked as (
    select
        *,
        row_number() over (
            partition by source_system, channel, queue, interval_start_at
            order by loaded_at desc
        ) as place
    from {{ source('dashboards', 'native_intervals') }}
)

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
from ranked
where place = 1
