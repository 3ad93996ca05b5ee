with

calls as (
    select * from {{ ref('stg_bank_1999__calls') }}
),

vocabulary as (
    select * from {{ ref('vocabulary') }} where source_system = 'bank_1999'
),

-- A queue visit is a call that was queued or that an agent took at once. Who hung up before the queue made none, and
-- phantom calls are none.
visits as (
    select
        *,
        coalesce(queued_at, vru_exited_at) as entered_at
    from calls
    where outcome = 'AGENT'
        or (outcome = 'HANG' and queued_at is not null)
)

select
    'bank_1999:' || visits.call_id as segment_id,
    'bank_1999:' || visits.call_id as interaction_id,
    'bank_1999' as source_system,
    1 as seq,
    queue.canonical_value as queue,
    'bank_1999:' || visits.agent_name as agent_id,
    visits.entered_at as queued_at,
    -- By the queue's own clock: the start of service is logged 1 to 3 s before the end of the wait.
    case when visits.outcome = 'AGENT' then visits.entered_at + visits.queue_time_sec * interval '1 second' end as answered_at,
    visits.entered_at + (visits.queue_time_sec + visits.service_time_sec) * interval '1 second' as left_at,
    visits.queue_time_sec,
    case when visits.outcome = 'AGENT' then visits.service_time_sec end as talk_time_sec,
    outcome.canonical_value as outcome,
    visits.outcome as vendor_outcome,
    {{ not_delivered('interaction_segments', ['ring_time_sec', 'hold_time_sec', 'wrap_time_sec', 'loaded_at']) }}
from visits
left join vocabulary as queue
    on queue.field = 'type'
    and queue.vendor_value = visits.type
left join vocabulary as outcome
    on outcome.field = 'outcome'
    and outcome.vendor_value = visits.outcome
