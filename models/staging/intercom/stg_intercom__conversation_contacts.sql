{{ config(enabled=system_is_on('intercom')) }}

with

conversations as (
    select * from {{ ref('stg_intercom__conversations') }}
),

cases as (
    select * from {{ ref('stg_intercom__cases') }}
),

history as (
    select * from {{ ref('stg_intercom__case_status_history') }}
),

vocabulary as (
    select * from {{ ref('vocabulary') }} where source_system = 'intercom'
),

-- The conversation of a phone call makes no contact of its own: the call is one.
written as (
    select
        messages.*,
        'intercom:' || messages.conversation_id as case_id,
        'intercom:' || messages.author_id as agent_id
    from {{ ref('stg_intercom__messages') }} as messages
    inner join cases
        on cases.case_id = 'intercom:' || messages.conversation_id
        and cases.channel <> 'voice'
),

messages as (
    select
        case_id,
        case when message_id = conversation_id then case_id else case_id || ':' || message_id end as message_key,
        sent_at,
        is_opening
    from written
    where written_by = 'customer'
),

replies as (
    select
        case_id,
        sent_at as replied_at,
        agent_id
    from written
    where written_by = 'admin'
),

contacts as (
    {{ helpdesk_contacts('messages', 'replies', 'history') }}
),

-- The customer waits for a person from the moment at which the bot hands over, by giving the conversation to a team.
handoffs as (
    select
        contacts.message_key,
        min(parts.created_at) as handoff_at
    from contacts
    inner join {{ ref('stg_intercom__conversation_parts') }} as parts
        on 'intercom:' || parts.conversation_id = contacts.case_id
        and parts.author_type = 'bot'
        and parts.assigned_to_type = 'team'
        and parts.created_at >= contacts.started_at
        and parts.created_at <= coalesce(contacts.ended_at, timestamp 'infinity')
        and parts.created_at <= coalesce(contacts.answered_at, timestamp 'infinity')
    group by contacts.message_key
),

endings as (
    select
        contacts.message_key,
        bool_or(history.is_automatic or history.actor = cases.party_id) as ended_without_agent
    from contacts
    inner join cases
        on cases.case_id = contacts.case_id
    inner join history
        on history.case_id = contacts.case_id
        and history.entered_at = contacts.ended_at
        and history.status in ('solved', 'closed')
    group by contacts.message_key
)

select
    contacts.message_key,
    contacts.case_id,
    contacts.seq,
    contacts.started_at,
    contacts.next_started_at,
    case
        when conversations.ai_agent_participated and contacts.seq = 1 then coalesce(handoffs.handoff_at, contacts.answered_at)
        else contacts.started_at
    end as queued_at,
    case when conversations.ai_agent_participated and contacts.seq = 1 then handoffs.handoff_at end as handoff_at,
    contacts.answered_at,
    contacts.answered_by,
    contacts.ended_at,
    contacts.resolved_at,
    case
        when contacts.answered_at is not null then 'answered'
        when contacts.ended_at is null then null
        when ai.canonical_value = 'contained' and contacts.seq = 1 then 'contained'
        when coalesce(endings.ended_without_agent, false) then 'abandoned'
        else 'missed'
    end as outcome,
    conversations.ai_agent_participated and contacts.seq = 1 as bot_took_part,
    count(*) over (partition by contacts.case_id) = 1 as is_only_contact
from contacts
inner join conversations
    on 'intercom:' || conversations.conversation_id = contacts.case_id
left join handoffs
    on handoffs.message_key = contacts.message_key
left join endings
    on endings.message_key = contacts.message_key
left join vocabulary as ai
    on ai.field = 'ai_resolution_state'
    and ai.vendor_value = conversations.ai_resolution_state
