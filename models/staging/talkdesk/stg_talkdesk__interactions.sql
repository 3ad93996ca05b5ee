{{ config(enabled=system_is_on('talkdesk')) }}

with

calls as (
    select * from {{ ref('stg_talkdesk__calls') }}
),

vocabulary as (
    select * from {{ ref('vocabulary') }} where source_system = 'talkdesk'
),

test_numbers as (
    select value as phone
    from {{ ref('test_identifiers') }}
    where source_system = 'talkdesk'
        and kind = 'phone'
)

select
    'talkdesk:' || calls.call_id as interaction_id,
    'talkdesk' as source_system,
    'voice' as channel,
    case when calls.call_type like 'outbound%' then 'outbound' else 'inbound' end as direction,
    calls.disposition,
    'talkdesk:' || calls.agent_id as agent_id,
    case when calls.agent_id is not null then 'human' end as handled_by,
    calls.started_at,
    calls.started_at as ivr_entered_at,
    calls.ivr_path,
    calls.ended_at,
    outcome.canonical_value as outcome,
    calls.call_type as vendor_outcome,
    calls.team as cost_center,
    test_numbers.phone is not null as is_test,
    false as is_system,
    calls.loaded_at,
    'talkdesk:' || calls.customer_phone as party_id,
    -- Queue, waits, handling and transfers come from the segments.
    {{ not_delivered('interactions', [
        'source_url', 'queue', 'language', 'issue_type', 'case_id', 'handoff_at', 'ivr_exited_at',
        'queued_at', 'answered_at', 'local_timezone', 'queue_time_sec', 'ring_time_sec', 'talk_time_sec',
        'hold_time_sec', 'wrap_time_sec', 'concurrency', 'transfer_count', 'resolved_at',
    ]) }}
from calls
left join vocabulary as outcome
    on outcome.field = 'call_type'
    and outcome.vendor_value = calls.call_type
left join test_numbers
    on test_numbers.phone = calls.customer_phone
