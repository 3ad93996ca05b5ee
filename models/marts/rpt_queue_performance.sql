{{ config(materialized='view') }}

with

days as (
    select * from {{ ref('agg_queue_days') }}
),

dated as (
    {{ in_each_period('days', 'local_date') }}
),

-- Counts are added up first; every rate is then one ratio of sums. Queues of one channel are also pooled as 'all'.
summed as (
    select
        period,
        period_start,
        channel,
        case when grouping(queue) = 1 then 'all' else queue end as queue,
        {{ add_up(queue_measures()) }},
        max(longest_wait_sec) as longest_wait_sec
    from dated
    group by grouping sets ((period, period_start, channel, queue), (period, period_start, channel))
)

select
    period,
    period_start,
    channel,
    queue,
    offered,
    answered,
    abandoned,
    missed,
    short_abandoned,
    answered_within_threshold,
    abandoned_within_threshold,
    voicemails,
    callbacks,
    asa_answered,
    asa_wait_sec,
    abandoned_wait_sec,
    longest_wait_sec,
    {{ service_level('a') }} as service_level_a,
    {{ service_level('b') }} as service_level_b,
    {{ service_level('c') }} as service_level_c,
    {{ service_level('d') }} as service_level_d,
    {{ service_level('e') }} as service_level_e,
    {{ service_level('f') }} as service_level_f,
    {{ average_speed_of_answer() }} as average_speed_of_answer_sec,
    {{ abandonment_rate() }} as abandonment_rate
from summed
