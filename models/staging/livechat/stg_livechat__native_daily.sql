{{ config(enabled=system_is_on('livechat')) }}

with

-- Read again, a report tells the day anew: the last file counts.
ranked as (
    select
        *,
        row_number() over (partition by local_date, metric order by filename desc) as place
    from {{ ref('stg_livechat__report_days') }}
)

select
    'livechat' as source_system,
    local_date,
    'chat' as channel,
    metric,
    value,
    contacts,
    -- A report carries no time of its own; it cannot be older than the day that it tells of.
    cast(local_date + interval '1 day' as timestamp) as loaded_at,
    {{ not_delivered('native_daily', ['queue']) }}
from ranked
where place = 1
