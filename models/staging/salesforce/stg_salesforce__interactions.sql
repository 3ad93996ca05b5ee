{{ config(enabled=system_is_on('salesforce')) }}

with

chats as (
    select * from {{ ref('stg_salesforce__live_chat_transcript') }} where is_finished
),

contacts_of_crm as (
    select * from {{ ref('stg_salesforce__contact') }}
),

vocabulary as (
    select * from {{ ref('vocabulary') }} where source_system = 'salesforce'
),

users as (
    select * from {{ ref('stg_salesforce__user') }} where is_staff
),

history as (
    select * from {{ ref('stg_salesforce__case_status_history') }}
),

-- Cases that mirror a call or a chat make no contacts of their own.
own_cases as (
    select * from {{ ref('stg_salesforce__cases') }} where channel not in ('voice', 'chat')
),

messages as (
    select
        case_id,
        case_id as message_key,
        created_at as sent_at,
        true as is_opening
    from own_cases
    where is_customer_opened
    union all
    select
        own_cases.case_id,
        own_cases.case_id || ':' || incoming.message_id,
        incoming.sent_at,
        false
    from {{ ref('stg_salesforce__messages') }} as incoming
    inner join own_cases
        on own_cases.case_id = 'salesforce:' || incoming.case_id
    where incoming.is_incoming
),

replies as (
    select
        'salesforce:' || case_id as case_id,
        sent_at as replied_at,
        agent_id
    from {{ ref('stg_salesforce__messages') }}
    where not is_incoming
        and not is_automatic
),

contacts as (
    {{ helpdesk_contacts('messages', 'replies', 'history') }}
),

queues as (
    select
        contacts.message_key,
        history.queue
    from contacts
    left join history
        on history.case_id = contacts.case_id
        and contacts.started_at >= history.entered_at
        and contacts.started_at < coalesce(history.left_at, timestamp 'infinity')
),

written as (
    select
        contacts.message_key as interaction_id,
        own_cases.source_url,
        own_cases.channel,
        coalesce(queues.queue, own_cases.queue) as queue,
        own_cases.issue_type,
        own_cases.party_id,
        own_cases.case_id,
        contacts.answered_by as agent_id,
        contacts.started_at,
        contacts.started_at as queued_at,
        contacts.answered_at,
        contacts.ended_at,
        cast({{ seconds_between('contacts.started_at', 'contacts.answered_at') }} as integer) as queue_time_sec,
        {{ helpdesk_outcome('contacts') }} as outcome,
        own_cases.vendor_status as vendor_outcome,
        contacts.resolved_at,
        own_cases.is_test,
        own_cases.loaded_at
    from contacts
    inner join own_cases
        on own_cases.case_id = contacts.case_id
    left join queues
        on queues.message_key = contacts.message_key
),

chatted as (
    select
        'salesforce:' || chats.chat_id as interaction_id,
        '{{ var('salesforce_base_url') }}/lightning/r/LiveChatTranscript/' || chats.chat_id || '/view' as source_url,
        'chat' as channel,
        queue.canonical_value as queue,
        cast(null as varchar) as issue_type,
        'salesforce:' || coalesce(chats.contact_id, chats.account_id) as party_id,
        'salesforce:' || chats.case_id as case_id,
        case when chats.started_at is not null then 'salesforce:' || users.user_id end as agent_id,
        chats.requested_at as started_at,
        case when outcome.canonical_value <> 'blocked' then chats.requested_at end as queued_at,
        chats.started_at as answered_at,
        chats.ended_at,
        chats.wait_time_sec as queue_time_sec,
        case
            when chats.started_at is not null then 'answered'
            when chats.abandoned_after_sec > 0 then 'abandoned'
            else coalesce(nullif(outcome.canonical_value, 'answered'), 'missed')
        end as outcome,
        chats.status as vendor_outcome,
        cast(null as timestamp) as resolved_at,
        {{ is_test_traffic('salesforce', 'cast([] as varchar[])', 'contacts_of_crm.email') }} as is_test,
        chats.loaded_at
    from chats
    left join contacts_of_crm
        on contacts_of_crm.contact_id = chats.contact_id
    left join users
        on users.user_id = chats.owner_id
    left join vocabulary as queue
        on queue.field = 'chat_button'
        and queue.vendor_value = chats.button
    left join vocabulary as outcome
        on outcome.field = 'chat_status'
        and outcome.vendor_value = chats.status
),

together as (
    select * from written
    union all
    select * from chatted
)

select
    interaction_id,
    'salesforce' as source_system,
    source_url,
    channel,
    queue,
    'inbound' as direction,
    issue_type,
    party_id,
    case_id,
    agent_id,
    case when answered_at is not null then 'human' end as handled_by,
    started_at,
    queued_at,
    answered_at,
    ended_at,
    queue_time_sec,
    outcome,
    vendor_outcome,
    resolved_at,
    is_test,
    false as is_system,
    loaded_at,
    -- The times of chats come from their segments.
    {{ not_delivered('interactions', [
        'language', 'disposition', 'handoff_at', 'ivr_entered_at', 'ivr_exited_at', 'ivr_path', 'local_timezone',
        'ring_time_sec', 'talk_time_sec', 'hold_time_sec', 'wrap_time_sec', 'concurrency', 'transfer_count', 'cost_center',
    ]) }}
from together
