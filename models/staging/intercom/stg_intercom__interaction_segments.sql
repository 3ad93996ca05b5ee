{{ config(enabled=system_is_on('intercom')) }}

with

chats as (
    select
        'intercom:' || replace(visit_key, 'intercom:', '') as segment_id,
        message_key as interaction_id,
        seq,
        queue,
        agent_id,
        queued_at,
        answered_at,
        left_at,
        cast({{ seconds_between('queued_at', 'coalesce(answered_at, left_at)') }} as integer) as queue_time_sec,
        talk_time_sec,
        -- Nobody is put on hold in a chat.
        case when answered_at is not null then 0 end as hold_time_sec,
        outcome,
        vendor_outcome,
        loaded_at
    from {{ ref('stg_intercom__chat_visits') }}
),

-- A call whose conversation was in no team's hands has no queue to be counted in.
calls as (
    select
        'intercom:call-' || call_id || ':1' as segment_id,
        'intercom:call-' || call_id as interaction_id,
        1 as seq,
        queue,
        agent_id,
        queued_at,
        answered_at,
        ended_at as left_at,
        cast({{ seconds_between('queued_at', 'coalesce(answered_at, ended_at)') }} as integer) as queue_time_sec,
        talk_time_sec,
        hold_time_sec,
        outcome,
        vendor_outcome,
        loaded_at
    from {{ ref('stg_intercom__call_visits') }}
    where queue is not null
),

together as (
    select * from chats
    union all
    select * from calls
)

select
    segment_id,
    interaction_id,
    'intercom' as source_system,
    seq,
    queue,
    agent_id,
    queued_at,
    answered_at,
    left_at,
    queue_time_sec,
    talk_time_sec,
    hold_time_sec,
    outcome,
    vendor_outcome,
    loaded_at,
    {{ not_delivered('interaction_segments', ['ring_time_sec', 'wrap_time_sec']) }}
from together
