-- Wait and handle time of each contact, recomputed from its events alone, are those of its columns; and so is how many were
-- answered. Where real events are delivered each may be off by a second, as moments and lengths are cut to whole ones.

with

events as (
    select
        *,
        {{ seconds_between('entered_at', 'left_at') }} as length_sec
    from {{ ref('interaction_events') }}
),

recomputed as (
    select
        interaction_id,
        coalesce(sum(length_sec) filter (where state in ('queued', 'ringing')), 0) as queue_time_sec,
        coalesce(sum(length_sec) filter (where state = 'connected'), 0) as talk_time_sec,
        coalesce(sum(length_sec) filter (where state = 'hold'), 0) as hold_time_sec,
        coalesce(sum(length_sec) filter (where state in ('connected', 'hold', 'wrap')), 0) as handle_time_sec,
        count(*) filter (where state = 'connected') as connections,
        count(*) as event_count
    from events
    group by interaction_id
),

delivered as (
    select distinct interaction_id from ({{ union_systems('interaction_events') }}) as delivered
),

compared as (
    select
        interactions.interaction_id,
        interactions.outcome,
        -- Who never queued (blocked) waited in no queue, whatever the vendor counts.
        case when interactions.queued_at is not null then interactions.queue_time_sec end as queue_time_sec,
        recomputed.queue_time_sec as recomputed_queue_time_sec,
        interactions.talk_time_sec,
        recomputed.talk_time_sec as recomputed_talk_time_sec,
        interactions.handle_time_sec,
        recomputed.handle_time_sec as recomputed_handle_time_sec,
        recomputed.connections,
        case when delivered.interaction_id is not null then recomputed.event_count else 0 end as tolerance_sec
    from {{ ref('interactions') }} as interactions
    left join recomputed
        on recomputed.interaction_id = interactions.interaction_id
    left join delivered
        on delivered.interaction_id = interactions.interaction_id
)

select *
from compared
where (queue_time_sec is not null and not coalesce(abs(recomputed_queue_time_sec - queue_time_sec) <= tolerance_sec, queue_time_sec = 0))
    or (talk_time_sec is not null and not coalesce(abs(recomputed_talk_time_sec - talk_time_sec) <= tolerance_sec, talk_time_sec = 0))
    or (handle_time_sec is not null and not coalesce(abs(recomputed_handle_time_sec - handle_time_sec) <= tolerance_sec, handle_time_sec = 0))
    or (outcome = 'answered' and talk_time_sec is not null and not coalesce(connections > 0, false))
