{{ config(enabled=system_is_on('twilio')) }}

with

statistics as (
    select * from {{ ref('stg_twilio__queue_statistics') }}
),

vocabulary as (
    select * from {{ ref('vocabulary') }} where source_system = 'twilio' and field = 'task_queue_name'
),

queues as (
    select * from {{ ref('queues') }}
)

select
    'twilio' as source_system,
    queues.channel,
    vocabulary.canonical_value as queue,
    statistics.started_at as interval_start_at,
    cast({{ seconds_between('statistics.started_at', 'statistics.ended_at') }} as integer) as interval_sec,
    sum(statistics.tasks_entered) as offered,
    sum(statistics.reservations_accepted) as answered,
    sum(statistics.tasks_canceled) as abandoned,
    {{ rate('sum(statistics.accepted_in_time)', 'sum(statistics.tasks_entered)') }} as service_level,
    -- Task queues that are one queue here: their means are weighted by what they are means of.
    {{ rate('sum(statistics.average_wait_sec * statistics.reservations_accepted)', 'sum(statistics.reservations_accepted)') }}
        as average_speed_of_answer_sec,
    max(statistics.loaded_at) as loaded_at,
    {{ not_delivered('native_intervals', ['average_handle_time_sec']) }}
from statistics
left join vocabulary
    on vocabulary.vendor_value = statistics.task_queue_name
left join queues
    on queues.queue = vocabulary.canonical_value
group by queues.channel, vocabulary.canonical_value, statistics.started_at, statistics.ended_at
