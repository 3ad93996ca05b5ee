{{ config(enabled=system_is_on('gcalls')) }}

with

legs as (
    select * from {{ ref('stg_gcalls__legs') }} where direction <> 'internal'
),

calls as (
    select * from {{ ref('stg_gcalls__interactions') }}
),

vocabulary as (
    select * from {{ ref('vocabulary') }} where source_system = 'gcalls' and field = 'queue_name'
),

-- Each leg that was answered is a visit; legs that only rang add nothing, unless none was answered: then all of them are one.
ranked as (
    select
        *,
        count(answered_at) over (partition by call_id) as answered_legs,
        row_number() over (
            partition by call_id order by case when answered_at is not null then 0 else 1 end, answered_at, started_at, leg_id
        ) as place,
        min(ringing_at) over (partition by call_id) as first_ringing_at,
        max(ended_at) over (partition by call_id) as call_ended_at
    from legs
),

visits as (
    select
        ranked.*,
        calls.interaction_id,
        calls.queued_at as call_queued_at,
        calls.outcome as call_outcome,
        calls.vendor_outcome
    from ranked
    inner join calls
        on calls.interaction_id = 'gcalls:' || ranked.call_id
    where ranked.answered_at is not null
        or (ranked.answered_legs = 0 and ranked.place = 1)
)

select
    'gcalls:' || visits.leg_id as segment_id,
    visits.interaction_id,
    'gcalls' as source_system,
    visits.place as seq,
    case when visits.queue_name is null then '{{ var("gcalls_default_queue") }}' else queue.canonical_value end as queue,
    case when visits.answered_at is not null or visits.direction = 'outbound' then 'gcalls:' || visits.agent_id end as agent_id,
    -- Who takes over a call takes it from a colleague, not from a queue.
    case when visits.place = 1 then visits.call_queued_at end as queued_at,
    visits.answered_at,
    case
        when visits.answered_at is not null then {{ seconds_after('visits.ended_at', 'coalesce(visits.wrap_time_sec, 0)') }}
        else visits.call_ended_at
    end as left_at,
    case
        when visits.place = 1
            then cast({{ seconds_between('visits.call_queued_at', 'coalesce(visits.answered_at, visits.call_ended_at)') }} as integer)
    end as queue_time_sec,
    case
        when visits.place = 1
            then cast({{ seconds_between('visits.first_ringing_at', 'coalesce(visits.answered_at, visits.call_ended_at)') }} as integer)
        else visits.ring_time_sec
    end as ring_time_sec,
    visits.talk_and_hold_time_sec as talk_time_sec,
    visits.hold_time_sec,
    visits.wrap_time_sec,
    case when visits.answered_at is not null then 'answered' else visits.call_outcome end as outcome,
    visits.vendor_outcome,
    visits.loaded_at
from visits
left join vocabulary as queue
    on queue.vendor_value = visits.queue_name
