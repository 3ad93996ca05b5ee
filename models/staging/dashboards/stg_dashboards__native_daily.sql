{{ config(enabled=system_is_on('dashboards')) }}

with

-- A figure read again replaces the one read before.
ranked as (
    select
        *,
        row_number() over (
            partition by source_system, local_date, channel, queue, metric
            order by loaded_at desc
        ) as place
    from {{ source('dashboards', 'native_daily') }}
)

select
    source_system,
    local_date,
    channel,
    queue,
    metric,
    value,
    contacts,
    loaded_at
from ranked
where place = 1
