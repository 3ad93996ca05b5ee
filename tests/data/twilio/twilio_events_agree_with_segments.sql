{{ config(enabled=system_is_on('twilio')) }}

-- Wait, talk without hold, hold and wrap-up of each contact are the same seconds, from its events and from its segments.

with

events as (
    select
        interaction_id,
        coalesce(sum(epoch(left_at) - epoch(entered_at)) filter (where state in ('queued', 'ringing')), 0) as wait_sec,
        coalesce(sum(epoch(left_at) - epoch(entered_at)) filter (where state in ('connected', 'hold')), 0) as talk_and_hold_sec,
        coalesce(sum(epoch(left_at) - epoch(entered_at)) filter (where state = 'wrap'), 0) as wrap_sec
    from {{ ref('stg_twilio__interaction_events') }}
    group by interaction_id
),

segments as (
    select
        interaction_id,
        sum(coalesce(queue_time_sec, ring_time_sec, 0)) as wait_sec,
        sum(coalesce(talk_time_sec, 0)) as talk_and_hold_sec,
        sum(coalesce(wrap_time_sec, 0)) as wrap_sec
    from {{ ref('stg_twilio__interaction_segments') }}
    group by interaction_id
)

select
    segments.interaction_id,
    events.wait_sec,
    segments.wait_sec as segments_wait_sec,
    events.talk_and_hold_sec,
    segments.talk_and_hold_sec as segments_talk_and_hold_sec
from segments
inner join events
    on events.interaction_id = segments.interaction_id
where events.wait_sec <> segments.wait_sec
    or events.talk_and_hold_sec <> segments.talk_and_hold_sec
    or events.wrap_sec <> segments.wrap_sec
