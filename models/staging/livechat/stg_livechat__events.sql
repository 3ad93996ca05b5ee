{{ config(enabled=system_is_on('livechat')) }}

with

threads as (
    select * from {{ ref('stg_livechat__threads') }}
),

entries as (
    select
        thread_id,
        customer_id,
        agents,
        unnest(events) as event,
        generate_subscripts(events, 1) as step
    from threads
),

accounts as (
    select * from {{ ref('stg_livechat__agent_accounts') }}
),

vocabulary as (
    select * from {{ ref('vocabulary') }} where source_system = 'livechat' and field = 'system_message_type'
),

-- System messages name agents as they are shown: who is meant is told by the members of the same chat alone.
named as (
    select
        entries.*,
        coalesce(
            event.author_id,
            list_filter(agents, member -> member.name = (event.text_vars ->> 'agent'))[1].id
        ) as login
    from entries
)

select
    named.thread_id || ':' || named.event.id as event_key,
    named.thread_id,
    named.step,
    date_trunc('second', named.event.created_at) as created_at,
    named.event.type as event_type,
    named.event.system_message_type as system_message_type,
    vocabulary.canonical_value as step_kind,
    named.event.form_type as form_type,
    named.event.fields as fields,
    case
        when named.login = named.customer_id then 'customer'
        when accounts.is_bot then 'bot'
        when accounts.login is not null then 'agent'
        else 'system'
    end as author_kind,
    accounts.agent_key,
    -- What only agents see is a note, not an answer.
    named.event.type in ('message', 'file', 'rich_message') and coalesce(named.event.visibility, 'all') = 'all' as is_public_message
from named
left join accounts
    on accounts.login = named.login
left join vocabulary
    on vocabulary.vendor_value = named.event.system_message_type
