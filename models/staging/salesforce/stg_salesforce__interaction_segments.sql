{{ config(enabled=system_is_on('salesforce')) }}

select
    'salesforce:' || visit_key as segment_id,
    'salesforce:' || chat_id as interaction_id,
    'salesforce' as source_system,
    seq,
    queue,
    'salesforce:' || user_id as agent_id,
    queued_at,
    answered_at,
    left_at,
    queue_time_sec,
    ring_time_sec,
    talk_time_sec,
    -- Nobody is put on hold in a chat.
    case when answered_at is not null then 0 end as hold_time_sec,
    wrap_time_sec,
    outcome,
    vendor_outcome,
    loaded_at
from {{ ref('stg_salesforce__chat_visits') }}
