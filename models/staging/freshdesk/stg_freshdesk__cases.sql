{{ config(enabled=system_is_on('freshdesk')) }}

with

tickets as (
    select * from {{ ref('stg_freshdesk__tickets') }}
),

replies as (
    select * from {{ ref('stg_freshdesk__replies') }}
),

vocabulary as (
    select * from {{ ref('vocabulary') }} where source_system = 'freshdesk'
),

replies_per_ticket as (
    select
        ticket_id,
        cast(count(*) as integer) as public_reply_count,
        min(replied_at) as first_replied_at
    from replies
    group by ticket_id
),

-- Survey feedback is a conversation too (source 6): no update of the case.
human_updates as (
    select
        conversations.ticket_id,
        conversations.created_at as updated_at
    from {{ ref('stg_freshdesk__conversations') }} as conversations
    left join vocabulary as kind
        on kind.field = 'conversation_source'
        and kind.vendor_value = cast(conversations.conversation_source as varchar)
    where not conversations.is_automatic
        and kind.canonical_value is distinct from 'survey'
    union all
    select ticket_id, performed_at
    from {{ ref('stg_freshdesk__ticket_activities') }}
    where performer_type = 'user'
),

last_updates as (
    select
        ticket_id,
        max(updated_at) as last_human_update_at
    from human_updates
    group by ticket_id
),

efforts as (
    select
        ticket_id,
        cast(sum(time_spent_sec) as integer) as active_time_sec
    from {{ ref('stg_freshdesk__time_entries') }}
    where not is_running
    group by ticket_id
),

-- A ticket that an agent wrote on a customer's behalf, where the activities tell.
written_by_agents as (
    select distinct activities.ticket_id
    from {{ ref('stg_freshdesk__ticket_activities') }} as activities
    inner join {{ ref('stg_freshdesk__agents') }} as agents
        on agents.agent_id = 'freshdesk:' || activities.performer_id
    where activities.is_new_ticket
),

openings as (
    select
        tickets.*,
        channel.canonical_value as channel,
        -- Outbound e-mail, and what agents log after a call.
        written_by_agents.ticket_id is null
            and cast(tickets.source as varchar) not in (
                select vendor_value from vocabulary where field = 'agent_opened_source'
            ) as is_customer_opened
    from tickets
    left join written_by_agents
        on written_by_agents.ticket_id = tickets.ticket_id
    left join vocabulary as channel
        on channel.field = 'source'
        and channel.vendor_value = cast(tickets.source as varchar)
)

select
    'freshdesk:' || openings.ticket_id as case_id,
    'freshdesk' as source_system,
    '{{ var('freshdesk_base_url') }}/a/tickets/' || openings.ticket_id as source_url,
    'freshdesk:' || openings.requester_id as party_id,
    openings.created_at,
    -- Where the conversations were not pulled, the vendor's own moment.
    case
        when openings.is_customer_opened then coalesce(replies_per_ticket.first_replied_at, openings.first_responded_at)
    end as first_response_at,
    case when openings.is_deleted or openings.is_spam then 'deleted' else status.canonical_value end as status,
    cast(openings.status as varchar) as vendor_status,
    priority.canonical_value as priority,
    openings.severity,
    openings.channel,
    queue.canonical_value as queue,
    openings.ticket_type as issue_type,
    openings.product_area,
    'freshdesk:' || openings.responder_id as assignee,
    greatest(openings.created_at, last_updates.last_human_update_at) as last_human_update_at,
    openings.is_customer_opened,
    coalesce(replies_per_ticket.public_reply_count, 0) as public_reply_count,
    efforts.active_time_sec,
    {{ is_test_traffic('freshdesk', 'openings.tags', 'openings.requester_email') }} as is_test,
    openings.loaded_at,
    {{ not_delivered('cases', ['workaround_at']) }}
from openings
left join replies_per_ticket
    on replies_per_ticket.ticket_id = openings.ticket_id
left join last_updates
    on last_updates.ticket_id = openings.ticket_id
left join efforts
    on efforts.ticket_id = openings.ticket_id
left join vocabulary as status
    on status.field = 'status'
    and status.vendor_value = cast(openings.status as varchar)
left join vocabulary as priority
    on priority.field = 'priority'
    and priority.vendor_value = cast(openings.priority as varchar)
left join vocabulary as queue
    on queue.field = 'group_id'
    and queue.vendor_value = cast(openings.group_id as varchar)
