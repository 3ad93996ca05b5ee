{{ config(enabled=system_is_on('intercom')) }}

with

conversations as (
    select * from {{ ref('stg_intercom__conversations') }}
),

messages as (
    select * from {{ ref('stg_intercom__messages') }}
),

contacts as (
    select * from {{ ref('stg_intercom__contacts') }}
),

vocabulary as (
    select * from {{ ref('vocabulary') }} where source_system = 'intercom'
),

talks as (
    select
        conversation_id,
        cast(count(*) filter (where written_by = 'admin') as integer) as public_reply_count,
        min(sent_at) filter (where written_by = 'admin') as first_replied_at,
        max(sent_at) filter (where written_by <> 'bot') as last_human_message_at
    from messages
    group by conversation_id
),

last_changes as (
    select
        conversation_id,
        max(created_at) as last_changed_at
    from {{ ref('stg_intercom__conversation_parts') }}
    where author_type not in ('bot', 'team')
    group by conversation_id
),

described as (
    select
        conversations.*,
        channel.canonical_value as channel,
        coalesce(delivered.canonical_value = 'customer', false) as is_customer_opened,
        coalesce(contacts.email, conversations.author_email) as email,
        list_transform(conversations.tags, tag -> tag.name) as tag_names
    from conversations
    left join contacts
        on contacts.contact_id = conversations.contact_id
    left join vocabulary as channel
        on channel.field = 'source_type'
        and channel.vendor_value = conversations.source_type
    left join vocabulary as delivered
        on delivered.field = 'delivered_as'
        and delivered.vendor_value = conversations.delivered_as
)

select
    'intercom:' || described.conversation_id as case_id,
    'intercom' as source_system,
    '{{ var('intercom_base_url') }}/conversation/' || described.conversation_id as source_url,
    'intercom:' || described.contact_id as party_id,
    described.created_at,
    case
        when described.is_customer_opened then coalesce(described.first_admin_reply_at, talks.first_replied_at)
    end as first_response_at,
    status.canonical_value as status,
    described.state as vendor_status,
    priority.canonical_value as priority,
    described.severity,
    described.channel,
    queue.canonical_value as queue,
    described.issue_type,
    described.product_area,
    'intercom:' || described.admin_id as assignee,
    greatest(described.created_at, talks.last_human_message_at, last_changes.last_changed_at) as last_human_update_at,
    described.is_customer_opened,
    coalesce(talks.public_reply_count, 0) as public_reply_count,
    -- Only the adjusted time is work; handling_time is all that passed between assignment and close.
    cast(described.adjusted_handling_time_sec as integer) as active_time_sec,
    {{ is_test_traffic('intercom', 'described.tag_names', 'described.email') }} as is_test,
    described.loaded_at,
    {{ not_delivered('cases', ['workaround_at']) }}
from described
left join talks
    on talks.conversation_id = described.conversation_id
left join last_changes
    on last_changes.conversation_id = described.conversation_id
left join vocabulary as status
    on status.field = 'state'
    and status.vendor_value = described.state
left join vocabulary as priority
    on priority.field = 'priority'
    and priority.vendor_value = described.priority
left join vocabulary as queue
    on queue.field = 'team_queue'
    and queue.vendor_value = described.team_queue
