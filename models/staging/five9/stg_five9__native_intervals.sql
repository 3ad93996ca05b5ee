{{ config(enabled=system_is_on('five9')) }}

with

intervals as (
    select * from {{ ref('stg_five9__acd_queue') }}
),

vocabulary as (
    select * from {{ ref('vocabulary') }} where source_system = 'five9'
)

select
    'five9' as source_system,
    'voice' as channel,
    queue.canonical_value as queue,
    intervals.interval_start_at,
    1800 as interval_sec,
    sum(intervals.calls) as offered,
    sum(intervals.calls - coalesce(intervals.abandoned, 0)) as answered,
    sum(intervals.abandoned) as abandoned,
    {{ rate('sum(intervals.inside_service_level)', 'sum(intervals.calls)') }} as service_level,
    -- Skills that are one queue here: their means are weighted by what they are means of.
    {{ rate('sum(intervals.average_speed_of_answer_sec * (intervals.calls - coalesce(intervals.abandoned, 0)))',
            'sum(intervals.calls - coalesce(intervals.abandoned, 0)) filter (where intervals.average_speed_of_answer_sec is not null)') }}
        as average_speed_of_answer_sec,
    {{ rate('sum(intervals.average_handle_time_sec * (intervals.calls - coalesce(intervals.abandoned, 0)))',
            'sum(intervals.calls - coalesce(intervals.abandoned, 0)) filter (where intervals.average_handle_time_sec is not null)') }}
        as average_handle_time_sec,
    max(intervals.loaded_at) as loaded_at
from intervals
left join vocabulary as queue
    on queue.field = 'queue_name'
    and queue.vendor_value = intervals.skill
group by queue.canonical_value, intervals.interval_start_at
