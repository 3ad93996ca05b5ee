{{ config(enabled=system_is_on('salesforce')) }}

with

users as (
    select * from {{ ref('stg_salesforce__user') }}
),

emails as (
    select
        email_id as message_id,
        case_id,
        sent_at,
        is_incoming,
        created_by_id,
        -- 5 is a draft.
        status <> '5' as is_sent
    from {{ ref('stg_salesforce__email_message') }}
    where not is_deleted
),

comments as (
    select
        comments.comment_id as message_id,
        comments.case_id,
        comments.created_at as sent_at,
        -- A customer of a portal writes comments too.
        not (users.is_staff or users.is_automation) as is_incoming,
        comments.created_by_id,
        true as is_sent
    from {{ ref('stg_salesforce__case_comment') }} as comments
    left join users
        on users.user_id = comments.created_by_id
    where comments.is_published
        and not comments.is_deleted
),

messages as (
    select * from emails
    union all
    select * from comments
)

-- What passed between customers and us in public: e-mails and published comments.
select
    messages.message_id,
    messages.case_id,
    messages.sent_at,
    messages.is_incoming,
    coalesce(users.is_automation, false) as is_automatic,
    case when not messages.is_incoming then 'salesforce:' || messages.created_by_id end as agent_id
from messages
left join users
    on users.user_id = messages.created_by_id
where messages.is_sent
