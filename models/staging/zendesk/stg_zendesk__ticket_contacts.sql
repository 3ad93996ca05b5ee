{{ config(enabled=system_is_on('zendesk')) }}

with

tickets as (
    select * from {{ ref('stg_zendesk__tickets') }}
),

users as (
    select * from {{ ref('stg_zendesk__users') }}
),

-- A ticket that mirrors a call or a chat is no contact of its own: the call or chat is.
written as (
    select tickets.ticket_id
    from tickets
    inner join {{ ref('vocabulary') }} as channel
        on channel.source_system = 'zendesk'
        and channel.field = 'via_channel'
        and channel.vendor_value = tickets.via_channel
    where channel.canonical_value in ('email', 'messaging', 'social')
),

comments as (
    select
        'zendesk:' || events.ticket_id as case_id,
        events.created_at as sent_at,
        not coalesce(users.is_staff, false) as is_from_customer,
        'zendesk:' || events.comment_author_id as author_id
    from {{ ref('stg_zendesk__ticket_events') }} as events
    inner join written
        on written.ticket_id = events.ticket_id
    left join users
        on users.user_id = events.comment_author_id
    where events.event_type = 'Comment'
        and events.is_public
),

history as (
    select * from {{ ref('stg_zendesk__case_status_history') }}
),

births as (
    select
        case_id,
        min(entered_at) as created_at
    from history
    group by case_id
),

-- The first comment is the ticket itself.
messages as (
    select
        comments.case_id,
        cast(comments.sent_at as varchar) as message_key,
        comments.sent_at,
        coalesce(comments.sent_at <= births.created_at, true) as is_opening
    from comments
    left join births
        on births.case_id = comments.case_id
    where comments.is_from_customer
    group by comments.case_id, comments.sent_at, births.created_at
),

replies as (
    select
        case_id,
        sent_at as replied_at,
        author_id as agent_id
    from comments
    where not is_from_customer
),

contacts as (
    {{ helpdesk_contacts('messages', 'replies', 'history') }}
)

select
    case_id,
    seq,
    started_at,
    next_started_at,
    answered_at,
    answered_by,
    resolved_at
from contacts
