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

messages as (
    select
        'zendesk:' || events.ticket_id as case_id,
        events.created_at as sent_at,
        not coalesce(users.is_staff, false) as is_from_customer,
        events.is_public,
        'zendesk:' || events.comment_author_id as author_id
    from {{ ref('stg_zendesk__ticket_events') }} as events
    inner join written
        on written.ticket_id = events.ticket_id
    left join users
        on users.user_id = events.comment_author_id
    where events.event_type = 'Comment'
),

history as (
    select * from {{ ref('stg_zendesk__case_status_history') }}
),

contacts as (
    {{ helpdesk_contacts('messages', 'history') }}
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
