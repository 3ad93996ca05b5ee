with

segments as (
    select * from {{ ref('interaction_segments') }}
),

interactions as (
    select * from {{ ref('interactions') }}
),

queues as (
    select * from {{ ref('queues') }}
),

described as (
    select
        segments.segment_id,
        segments.interaction_id,
        segments.source_system,
        segments.seq,
        interactions.channel,
        interactions.direction,
        segments.queue,
        segments.agent_id,
        interactions.local_timezone,
        segments.queued_at,
        segments.outcome,
        segments.queue_time_sec,
        {{ seconds_between('interactions.started_at', 'interactions.ended_at') }} as contact_length_sec,
        {{ queue_setting('service_level_threshold_sec') }} as service_level_threshold_sec,
        {{ queue_setting('short_abandon_sec') }} as short_abandon_sec,
        {{ is_counted('interactions') }} as is_counted
    from segments
    inner join interactions
        on interactions.interaction_id = segments.interaction_id
    left join queues
        on queues.queue = segments.queue
),

-- Offered: inbound, queued, counted; voicemail and callbacks are counted apart.
offered as (
    select
        *,
        is_counted
            and direction = 'inbound'
            and queued_at is not null
            and outcome in ('answered', 'abandoned', 'missed') as is_offered
    from described
),

split as (
    select
        *,
        is_offered and outcome = 'answered' as is_answered,
        is_offered and outcome = 'abandoned' as is_abandoned,
        is_offered and outcome = 'missed' as is_missed,
        coalesce(queue_time_sec <= service_level_threshold_sec, false) as is_within_threshold
    from offered
)

select
    segment_id,
    interaction_id,
    source_system,
    seq,
    channel,
    direction,
    queue,
    agent_id,
    local_timezone,
    queued_at,
    {{ half_hour_of('queued_at') }} as interval_start_at,
    cast({{ to_local('queued_at', 'local_timezone') }} as date) as local_date,
    outcome,
    queue_time_sec,
    service_level_threshold_sec,
    short_abandon_sec,
    is_counted,
    is_offered,
    is_answered,
    is_abandoned,
    is_missed,
    is_abandoned and coalesce(queue_time_sec < short_abandon_sec, false) as is_short_abandon,
    is_answered and is_within_threshold as is_answered_within_threshold,
    is_abandoned and is_within_threshold as is_abandoned_within_threshold,
    is_answered
        and queue_time_sec is not null
        and coalesce(contact_length_sec >= {{ var('asa_minimum_contact_sec', 3) }}, false) as counts_in_asa
from split
