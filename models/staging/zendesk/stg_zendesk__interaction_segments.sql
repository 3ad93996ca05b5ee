{{ config(enabled=system_is_on('zendesk')) }}

with

vocabulary as (
    select * from {{ ref('vocabulary') }} where source_system = 'zendesk'
),

-- Talk tells of one queue visit per call; a call that left in the menu made none.
visits as (
    select
        *,
        case
            when direction = 'inbound' then created_at + coalesce(ivr_time_sec, 0) * interval '1 second'
        end as queued_at
    from {{ ref('stg_zendesk__talk_calls') }}
    where call_group_id is not null
),

outcomes as (
    select
        visits.*,
        queue.canonical_value as queue,
        outcome.canonical_value as outcome
    from visits
    left join vocabulary as queue
        on queue.field = 'call_group_id'
        and queue.vendor_value = cast(visits.call_group_id as varchar)
    left join vocabulary as outcome
        on outcome.field = 'completion_status'
        and outcome.vendor_value = visits.completion_status
)

select
    'zendesk:call-' || call_id as segment_id,
    'zendesk:call-' || call_id as interaction_id,
    'zendesk' as source_system,
    1 as seq,
    queue,
    'zendesk:' || agent_id as agent_id,
    queued_at,
    case
        when outcome = 'answered' then coalesce(queued_at, created_at) + coalesce(wait_time_sec, 0) * interval '1 second'
    end as answered_at,
    created_at + duration_sec * interval '1 second'
        + case when outcome = 'answered' then coalesce(wrap_time_sec, 0) else 0 end * interval '1 second' as left_at,
    case when direction = 'inbound' then wait_time_sec end as queue_time_sec,
    case when outcome = 'answered' then talk_time_sec end as talk_time_sec,
    case when outcome = 'answered' then hold_time_sec end as hold_time_sec,
    case when outcome = 'answered' then wrap_time_sec end as wrap_time_sec,
    outcome,
    completion_status as vendor_outcome,
    updated_at as loaded_at,
    {{ not_delivered('interaction_segments', ['ring_time_sec']) }}
from outcomes
