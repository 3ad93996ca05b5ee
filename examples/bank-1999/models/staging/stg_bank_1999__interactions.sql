with

calls as (
    select * from {{ ref('stg_bank_1999__calls') }}
),

vocabulary as (
    select * from {{ ref('vocabulary') }} where source_system = 'bank_1999'
)

select
    'bank_1999:' || calls.call_id as interaction_id,
    'bank_1999' as source_system,
    'voice' as channel,
    queue.canonical_value as queue,
    'inbound' as direction,
    queue.canonical_value as issue_type,
    'bank_1999:' || calls.customer_id as party_id,
    'bank_1999:' || calls.agent_name as agent_id,
    case when calls.outcome = 'AGENT' then 'human' end as handled_by,
    calls.started_at,
    calls.started_at as ivr_entered_at,
    -- The clock of the VRU was set back during some calls: their exit is not known.
    case when calls.vru_exited_at >= calls.started_at then calls.vru_exited_at end as ivr_exited_at,
    greatest(
        calls.started_at,
        coalesce(calls.queued_at, calls.vru_exited_at) + (calls.queue_time_sec + calls.service_time_sec) * interval '1 second'
    ) as ended_at,
    outcome.canonical_value as outcome,
    calls.outcome as vendor_outcome,
    false as is_test,
    calls.outcome = 'PHANTOM' as is_system,
    {{ not_delivered('interactions', [
        'source_url', 'language', 'disposition', 'case_id', 'handoff_at', 'ivr_path', 'queued_at', 'answered_at',
        'local_timezone', 'queue_time_sec', 'ring_time_sec', 'talk_time_sec', 'hold_time_sec', 'wrap_time_sec',
        'concurrency', 'transfer_count', 'resolved_at', 'cost_center', 'loaded_at',
    ]) }}
from calls
left join vocabulary as queue
    on queue.field = 'type'
    and queue.vendor_value = calls.type
left join vocabulary as outcome
    on outcome.field = 'outcome'
    and outcome.vendor_value = calls.outcome
