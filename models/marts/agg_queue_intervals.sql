with

segments as (
    select * from {{ ref('fct_segments') }} where queued_at is not null and direction = 'inbound'
)

select
    channel,
    queue,
    interval_start_at,
    local_date,
    count(*) filter (where is_offered) as offered,
    count(*) filter (where is_answered) as answered,
    count(*) filter (where is_abandoned) as abandoned,
    count(*) filter (where is_missed) as missed,
    count(*) filter (where is_short_abandon) as short_abandoned,
    count(*) filter (where is_answered_within_threshold) as answered_within_threshold,
    count(*) filter (where is_abandoned_within_threshold) as abandoned_within_threshold,
    count(*) filter (where is_counted and outcome = 'voicemail') as voicemails,
    count(*) filter (where is_counted and outcome = 'callback') as callbacks,
    count(*) filter (where counts_in_asa) as asa_answered,
    cast(coalesce(sum(queue_time_sec) filter (where counts_in_asa), 0) as bigint) as asa_wait_sec,
    cast(coalesce(sum(queue_time_sec) filter (where is_abandoned), 0) as bigint) as abandoned_wait_sec,
    max(queue_time_sec) filter (where is_offered) as longest_wait_sec
from segments
group by channel, queue, interval_start_at, local_date
