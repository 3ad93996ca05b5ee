{{ config(enabled=system_is_on('calabrio')) }}

select
    'calabrio' as source_system,
    'calabrio-' || intervals.made_on as version,
    cast(intervals.made_on as timestamp) as made_at,
    'wfm' as origin,
    queues.channel,
    queues.queue,
    intervals.starts_at as interval_start_at,
    cast({{ seconds_between('intervals.starts_at', 'intervals.ends_at') }} as integer) as interval_sec,
    intervals.tasks as p50,
    intervals.handle_time_sec as aht_sec,
    {{ not_delivered('forecasts', ['p10', 'p90']) }}
from {{ ref('stg_calabrio__forecast_intervals') }} as intervals
left join {{ ref('vocabulary') }} as skill
    on skill.source_system = 'calabrio'
    and skill.field = 'skill'
    and skill.vendor_value = intervals.skill
left join {{ ref('queues') }} as queues
    on queues.queue = skill.canonical_value
