{{ config(enabled=system_is_on('call_log')) }}

with

-- Who left in the menu, and colleagues among themselves, visited no queue.
visits as (
    select *
    from {{ ref('stg_call_log__visits') }}
    where direction <> 'internal'
        and (queued_at is not null or direction = 'outbound')
),

vocabulary as (
    select * from {{ ref('vocabulary') }} where source_system = 'call_log'
)

select
    'call_log:' || visits.visit_id as segment_id,
    'call_log:' || visits.call_id as interaction_id,
    'call_log' as source_system,
    row_number() over (partition by visits.call_id order by visits.seq) as seq,
    case when visits.queue_name is null then '{{ var("call_log_default_queue") }}' else queue.canonical_value end as queue,
    'call_log:' || visits.agent_id as agent_id,
    visits.queued_at,
    visits.answered_at,
    case
        when visits.answered_at is not null then {{ seconds_after('visits.ended_at', 'coalesce(visits.wrap_time_sec, 0)') }}
        else visits.ended_at
    end as left_at,
    case when visits.queued_at is not null then visits.queue_time_sec end as queue_time_sec,
    visits.ring_time_sec,
    case when visits.answered_at is not null then visits.talk_time_sec end as talk_time_sec,
    case when visits.answered_at is not null then visits.hold_time_sec end as hold_time_sec,
    case when visits.answered_at is not null then visits.wrap_time_sec end as wrap_time_sec,
    outcome.canonical_value as outcome,
    visits.outcome_word as vendor_outcome,
    visits.loaded_at
from visits
left join vocabulary as queue
    on queue.field = 'queue'
    and queue.vendor_value = visits.queue_name
left join vocabulary as outcome
    on outcome.field = 'outcome'
    and outcome.vendor_value = visits.outcome_word
