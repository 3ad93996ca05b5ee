{{ config(enabled=system_is_on('five9')) }}

with

calls as (
    select * from {{ ref('stg_five9__calls') }}
),

vocabulary as (
    select * from {{ ref('vocabulary') }} where source_system = 'five9'
),

-- What the call log says of a call as a whole: that of its last record.
outcomes as (
    select
        call_id,
        arg_max(outcome, started_at) as outcome,
        arg_max(queue_name, started_at) as queue_name,
        bool_or(is_abandoned) as is_abandoned,
        max(hold_time_sec) filter (where outcome = 'answered') as hold_time_sec,
        max(park_time_sec) filter (where outcome = 'answered') as park_time_sec,
        arg_max(coalesce(disposition, call_type), started_at) as vendor_outcome
    from calls
    where direction <> 'internal'
    group by call_id
),

-- Monitoring and barging in are nobody's visit, and an agent who was rung without talking only adds to the ringing.
steps as (
    select
        segments.*,
        kind.canonical_value as kind
    from {{ ref('stg_five9__call_segments') }} as segments
    inner join outcomes
        on outcomes.call_id = segments.call_id
    inner join vocabulary as kind
        on kind.field = 'segment_type'
        and kind.vendor_value = segments.segment_type
    where kind.canonical_value in ('queue', 'callback')
        or (kind.canonical_value = 'agent' and segments.talk_and_hold_time_sec > 0)
),

-- A visit begins with a skill, a callback, or an agent to whom an agent hands over.
beginnings as (
    select
        *,
        kind <> 'agent'
            or coalesce(lag(kind) over (partition by call_id order by segment_number), 'agent') = 'agent' as begins
    from steps
),

numbered as (
    select
        *,
        count(*) filter (where begins) over (partition by call_id order by segment_number) as visit
    from beginnings
),

visits as (
    select
        call_id,
        visit,
        min(segment_number) as first_segment,
        arg_min(kind, segment_number) as kind,
        arg_min(skill, segment_number) as skill,
        min(started_at) filter (where kind = 'queue') as queued_at,
        min({{ seconds_after('started_at', 'segment_time_sec') }}) filter (where kind = 'queue') as left_skill_at,
        min(started_at) filter (where kind = 'agent') as answered_at,
        max(agent_id) filter (where kind = 'agent') as agent_id,
        sum(talk_and_hold_time_sec) filter (where kind = 'agent') as talk_and_hold_time_sec,
        sum(hold_time_sec) filter (where kind = 'agent') as hold_time_sec,
        sum(wrap_time_sec) filter (where kind = 'agent') as wrap_time_sec,
        max({{ seconds_after('started_at', 'coalesce(segment_time_sec, 0)') }}) as last_step_ends_at,
        max(loaded_at) as loaded_at
    from numbered
    group by call_id, visit
),

in_order as (
    select
        visits.*,
        lead(kind) over (partition by call_id order by visit) as next_kind,
        count(*) filter (where answered_at is not null) over (partition by call_id) as answered_visits
    from visits
),

from_segments as (
    select
        call_id || '/' || first_segment as segment_id,
        in_order.call_id,
        in_order.first_segment as place,
        -- A segment of an outbound call may have no skill: the call log has its campaign.
        coalesce(in_order.skill, outcomes.queue_name) as queue_name,
        in_order.agent_id,
        in_order.queued_at,
        in_order.answered_at,
        case
            when in_order.answered_at is not null then
                {{ seconds_after('in_order.answered_at', 'in_order.talk_and_hold_time_sec + coalesce(in_order.wrap_time_sec, 0)') }}
            else in_order.last_step_ends_at
        end as left_at,
        case
            when in_order.queued_at is null then null
            else {{ seconds_between('in_order.queued_at', 'coalesce(in_order.answered_at, in_order.left_skill_at)') }}
        end as queue_time_sec,
        {{ seconds_between('in_order.left_skill_at', 'in_order.answered_at') }} as ring_time_sec,
        in_order.talk_and_hold_time_sec as talk_time_sec,
        -- The call log knows the hold of the whole call: of a visit only where no other was answered.
        case
            when in_order.answered_at is null then null
            when in_order.hold_time_sec is not null then in_order.hold_time_sec
            when in_order.answered_visits = 1 then outcomes.hold_time_sec + coalesce(outcomes.park_time_sec, 0)
        end as hold_time_sec,
        in_order.wrap_time_sec,
        case
            when in_order.answered_at is not null then 'answered'
            when in_order.next_kind = 'callback' then 'callback'
            when in_order.next_kind is not null then 'missed'
            -- Talked, was handed on, and gave up waiting there.
            when outcomes.is_abandoned then 'abandoned'
            when outcomes.outcome in ('answered', 'ivr_exit') then 'missed'
            else outcomes.outcome
        end as outcome,
        outcomes.vendor_outcome,
        in_order.loaded_at
    from in_order
    inner join outcomes using (call_id)
),

-- One visit per record of the call log, for calls of which the report of segments tells none.
measured as (
    select
        calls.*,
        calls.direction = 'inbound' and calls.call_type <> 'Queue Callback' as is_queued,
        lead(calls.call_type) over (partition by calls.call_id order by calls.started_at) = 'Queue Callback' as is_called_back,
        coalesce(
            case when calls.outcome = 'answered' then calls.speed_of_answer_sec end,
            coalesce(calls.queue_wait_time_sec, 0)
            {%- if not var('five9_queue_wait_includes_ring') %} + coalesce(calls.ring_time_sec, 0){% endif %}
        ) as wait_sec,
        {{ seconds_after('calls.started_at', 'coalesce(calls.ivr_time_sec, 0)') }} as left_menu_at
    from calls
    where calls.queue_name is not null
        and not exists (select 1 from from_segments where from_segments.call_id = calls.call_id)
),

from_calls as (
    select
        call_record_id as segment_id,
        call_id,
        row_number() over (partition by call_id order by started_at) as place,
        queue_name,
        agent_id,
        case when is_queued then left_menu_at end as queued_at,
        case when outcome = 'answered' then {{ seconds_after('left_menu_at', 'wait_sec') }} end as answered_at,
        case
            when outcome = 'answered' then
                {{ seconds_after('left_menu_at', 'wait_sec + talk_and_hold_time_sec + coalesce(wrap_time_sec, 0)') }}
            else greatest(ended_at, {{ seconds_after('left_menu_at', 'wait_sec') }})
        end as left_at,
        case when is_queued then wait_sec end as queue_time_sec,
        ring_time_sec,
        case when outcome = 'answered' then talk_and_hold_time_sec end as talk_time_sec,
        case when outcome = 'answered' then hold_time_sec + coalesce(park_time_sec, 0) end as hold_time_sec,
        wrap_time_sec,
        case when is_called_back and outcome <> 'answered' then 'callback' else outcome end as outcome,
        coalesce(disposition, call_type) as vendor_outcome,
        loaded_at
    from measured
),

visits_of_calls as (
    select * from from_segments
    union all
    select * from from_calls
)

select
    'five9:' || visits_of_calls.segment_id as segment_id,
    'five9:' || visits_of_calls.call_id as interaction_id,
    'five9' as source_system,
    row_number() over (partition by visits_of_calls.call_id order by visits_of_calls.place) as seq,
    queue.canonical_value as queue,
    'five9:' || visits_of_calls.agent_id as agent_id,
    visits_of_calls.queued_at,
    visits_of_calls.answered_at,
    visits_of_calls.left_at,
    cast(visits_of_calls.queue_time_sec as integer) as queue_time_sec,
    cast(visits_of_calls.ring_time_sec as integer) as ring_time_sec,
    cast(visits_of_calls.talk_time_sec as integer) as talk_time_sec,
    cast(visits_of_calls.hold_time_sec as integer) as hold_time_sec,
    cast(visits_of_calls.wrap_time_sec as integer) as wrap_time_sec,
    visits_of_calls.outcome,
    visits_of_calls.vendor_outcome,
    visits_of_calls.loaded_at
from visits_of_calls
left join vocabulary as queue
    on queue.field = 'queue_name'
    and queue.vendor_value = visits_of_calls.queue_name
