{{ config(enabled=system_is_on('livechat')) }}

with

threads as (
    select * from {{ ref('stg_livechat__threads') }}
),

-- What customers type into the form before a chat.
typed as (
    select
        thread_id,
        unnest(cast(fields as json[])) as field
    from {{ ref('stg_livechat__events') }}
    where form_type = 'prechat'
),

known as (
    select customer_id, 'email' as kind, customer_email as value, coalesce(customer_created_at, created_at) as first_seen_at
    from threads
    union all
    select
        threads.customer_id,
        typed.field ->> 'type',
        case when typed.field ->> 'type' = 'email' then lower(typed.field ->> 'answer') else typed.field ->> 'answer' end,
        threads.created_at
    from typed
    inner join threads
        on threads.thread_id = typed.thread_id
    where typed.field ->> 'type' in ('email', 'phone')
)

select
    'livechat:' || customer_id as party_id,
    'livechat' as source_system,
    kind,
    value,
    min(first_seen_at) as first_seen_at
from known
where value <> ''
group by customer_id, kind, value
