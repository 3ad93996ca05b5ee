{{ config(enabled=system_is_on('twilio')) }}

with

contacts as (
    select * from {{ ref('stg_twilio__contacts') }} where is_ended and channel in ('voice', 'chat')
),

visits as (
    select * from {{ ref('stg_twilio__visits') }}
),

-- Whose conference was watched is known to have held even where it did not.
watched as (
    select distinct "FriendlyName" as task_id from {{ source('twilio', 'conference_events') }}
),

held as (
    select
        visits.visit_id,
        sum({{ whole_seconds(
            'greatest(holds.held_at, visits.accepted_at)', 'least(coalesce(holds.resumed_at, visits.talk_ends_at), visits.talk_ends_at)'
        ) }}) as hold_time_sec
    from visits
    inner join {{ ref('stg_twilio__holds') }} as holds
        on holds.task_id = visits.task_id
        and holds.held_at < visits.talk_ends_at
        and coalesce(holds.resumed_at, visits.talk_ends_at) > visits.accepted_at
    group by visits.visit_id
),

measured as (
    select
        visits.*,
        contacts.direction,
        contacts.outcome as contact_outcome,
        contacts.vendor_outcome,
        {{ whole_seconds('visits.entered_at', 'coalesce(visits.accepted_at, visits.left_at)') }} as wait_sec,
        {{ whole_seconds('greatest(visits.offered_at, visits.entered_at)', 'visits.accepted_at') }} as ring_time_sec,
        {{ whole_seconds('visits.accepted_at', 'visits.talk_ends_at') }} as talk_time_sec,
        case
            when visits.accepted_at is null then null
            when watched.task_id is not null then coalesce(held.hold_time_sec, 0)
        end as hold_time_sec,
        case
            when visits.accepted_at is null or visits.completed_at is null then null
            -- Wrap-up that was skipped took no time.
            when visits.wrapup_at is null then 0
            else {{ whole_seconds('visits.wrapup_at', 'visits.completed_at') }}
        end as wrap_time_sec
    from visits
    inner join contacts
        on contacts.contact_id = visits.contact_id
    left join watched
        on watched.task_id = visits.task_id
    left join held
        on held.visit_id = visits.visit_id
)

select
    'twilio:' || measured.visit_id as segment_id,
    'twilio:' || measured.contact_id as interaction_id,
    'twilio' as source_system,
    row_number() over (
        partition by measured.contact_id order by coalesce(measured.entered_at, measured.accepted_at), measured.visit_id
    ) as seq,
    measured.queue,
    'twilio:' || measured.worker_id as agent_id,
    case when measured.direction = 'inbound' then date_trunc('second', measured.entered_at) end as queued_at,
    date_trunc('second', measured.accepted_at) as answered_at,
    date_trunc('second', measured.left_at) as left_at,
    case when measured.direction = 'inbound' then measured.wait_sec end as queue_time_sec,
    measured.ring_time_sec,
    measured.talk_time_sec,
    cast(measured.hold_time_sec as integer) as hold_time_sec,
    measured.wrap_time_sec,
    case
        when measured.accepted_at is not null then 'answered'
        when measured.is_moved_on then 'missed'
        when measured.contact_outcome = 'answered' then 'missed'
        else measured.contact_outcome
    end as outcome,
    measured.vendor_outcome,
    measured.loaded_at
from measured
