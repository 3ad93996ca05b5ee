{{ config(enabled=system_is_on('freshdesk')) }}

with

cases as (
    select * from {{ ref('stg_freshdesk__cases') }}
),

tickets as (
    select * from {{ ref('stg_freshdesk__tickets') }}
),

vocabulary as (
    select * from {{ ref('vocabulary') }} where source_system = 'freshdesk'
),

history as (
    select * from {{ ref('stg_freshdesk__case_status_history') }}
),

-- Tickets that mirror a call or a chat make no contacts of their own.
own_cases as (
    select
        cases.*,
        tickets.is_spam
    from cases
    inner join tickets
        on 'freshdesk:' || tickets.ticket_id = cases.case_id
    where cases.channel not in ('voice', 'chat')
),

-- The ticket itself is the customer's first message, what came in later are conversations.
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
        own_cases.case_id || ':' || conversations.conversation_id,
        conversations.created_at,
        false
    from {{ ref('stg_freshdesk__conversations') }} as conversations
    inner join own_cases
        on own_cases.case_id = 'freshdesk:' || conversations.ticket_id
    inner join vocabulary as kind
        on kind.field = 'conversation_source'
        and kind.vendor_value = cast(conversations.conversation_source as varchar)
        and kind.canonical_value = 'reply'
    where conversations.is_incoming
        and not conversations.is_private
),

replies as (
    select
        'freshdesk:' || ticket_id as case_id,
        replied_at,
        agent_id
    from {{ ref('stg_freshdesk__replies') }}
),

contacts as (
    {{ helpdesk_contacts('messages', 'replies', 'history') }}
),

-- The queue in charge when the message came.
queues as (
    select
        contacts.message_key,
        history.queue
    from contacts
    left join history
        on history.case_id = contacts.case_id
        and contacts.started_at >= history.entered_at
        and contacts.started_at < coalesce(history.left_at, timestamp 'infinity')
)

select
    contacts.message_key as interaction_id,
    'freshdesk' as source_system,
    own_cases.source_url,
    own_cases.channel,
    coalesce(queues.queue, own_cases.queue) as queue,
    'inbound' as direction,
    own_cases.issue_type,
    own_cases.party_id,
    own_cases.case_id,
    contacts.answered_by as agent_id,
    case when contacts.answered_at is not null then 'human' end as handled_by,
    contacts.started_at,
    contacts.started_at as queued_at,
    contacts.answered_at,
    contacts.ended_at,
    cast({{ seconds_between('contacts.started_at', 'contacts.answered_at') }} as integer) as queue_time_sec,
    {{ helpdesk_outcome('contacts') }} as outcome,
    own_cases.vendor_status as vendor_outcome,
    contacts.resolved_at,
    own_cases.is_test,
    own_cases.is_spam as is_system,
    own_cases.loaded_at,
    {{ not_delivered('interactions', [
        'language', 'disposition', 'handoff_at', 'ivr_entered_at', 'ivr_exited_at', 'ivr_path', 'local_timezone',
        'ring_time_sec', 'talk_time_sec', 'hold_time_sec', 'wrap_time_sec', 'concurrency', 'transfer_count', 'cost_center',
    ]) }}
from contacts
inner join own_cases
    on own_cases.case_id = contacts.case_id
left join queues
    on queues.message_key = contacts.message_key
