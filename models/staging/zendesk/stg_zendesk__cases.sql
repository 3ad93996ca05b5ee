{{ config(enabled=system_is_on('zendesk')) }}

with

tickets as (
    select * from {{ ref('stg_zendesk__tickets') }}
),

users as (
    select * from {{ ref('stg_zendesk__users') }}
),

comments as (
    select
        events.ticket_id,
        events.created_at,
        events.is_public,
        coalesce(users.is_staff, false) as by_staff
    from {{ ref('stg_zendesk__ticket_events') }} as events
    left join users
        on users.user_id = events.comment_author_id
    where events.event_type = 'Comment'
),

public_replies as (
    select
        ticket_id,
        cast(count(*) as integer) as public_reply_count
    from comments
    where is_public
        and by_staff
    group by ticket_id
),

human_updates as (
    select
        ticket_id,
        max(created_at) as last_human_update_at
    from {{ ref('stg_zendesk__ticket_events') }}
    where author_id <> -1
    group by ticket_id
),

-- First public human reply. A ticket that staff opened has no reply clock.
first_responses as (
    select
        tickets.ticket_id,
        min(comments.created_at) as first_response_at
    from tickets
    inner join comments
        on comments.ticket_id = tickets.ticket_id
    left join users as submitter
        on submitter.user_id = tickets.submitter_id
    where comments.is_public
        and comments.by_staff
        and not coalesce(submitter.is_staff, false)
    group by tickets.ticket_id
),

vocabulary as (
    select * from {{ ref('vocabulary') }} where source_system = 'zendesk'
),

test_identifiers as (
    select * from {{ ref('test_identifiers') }} where source_system = 'zendesk'
),

-- Marked by a tag, or opened from an address of our own testers.
test_tickets as (
    select distinct tickets.ticket_id
    from tickets
    left join users as requester
        on requester.user_id = tickets.requester_id
    inner join test_identifiers
        on (test_identifiers.kind = 'tag' and list_contains(tickets.tags, test_identifiers.value))
        or (test_identifiers.kind = 'email_domain' and requester.email like '%@' || test_identifiers.value)
)

select
    'zendesk:' || tickets.ticket_id as case_id,
    'zendesk' as source_system,
    '{{ var('zendesk_base_url') }}/agent/tickets/' || tickets.ticket_id as source_url,
    'zendesk:' || tickets.requester_id as party_id,
    tickets.created_at,
    first_responses.first_response_at,
    status.canonical_value as status,
    tickets.status as vendor_status,
    priority.canonical_value as priority,
    channel.canonical_value as channel,
    queue.canonical_value as queue,
    tickets.issue_type,
    tickets.product_area,
    'zendesk:' || tickets.assignee_id as assignee,
    human_updates.last_human_update_at,
    not coalesce(submitter.is_staff, false) as is_customer_opened,
    coalesce(public_replies.public_reply_count, 0) as public_reply_count,
    test_tickets.ticket_id is not null as is_test,
    tickets.loaded_at,
    {{ not_delivered('cases', ['workaround_at', 'severity', 'active_time_sec']) }}
from tickets
left join first_responses
    on first_responses.ticket_id = tickets.ticket_id
left join users as submitter
    on submitter.user_id = tickets.submitter_id
left join public_replies
    on public_replies.ticket_id = tickets.ticket_id
left join human_updates
    on human_updates.ticket_id = tickets.ticket_id
left join test_tickets
    on test_tickets.ticket_id = tickets.ticket_id
left join vocabulary as status
    on status.field = 'status'
    and status.vendor_value = tickets.status
left join vocabulary as priority
    on priority.field = 'priority'
    and priority.vendor_value = tickets.priority
left join vocabulary as channel
    on channel.field = 'via_channel'
    and channel.vendor_value = tickets.via_channel
left join vocabulary as queue
    on queue.field = 'group_id'
    and queue.vendor_value = cast(tickets.group_id as varchar)
