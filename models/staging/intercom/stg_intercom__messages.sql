{{ config(enabled=system_is_on('intercom')) }}

with

conversations as (
    select * from {{ ref('stg_intercom__conversations') }}
),

parts as (
    select * from {{ ref('stg_intercom__conversation_parts') }} where is_public_message
),

vocabulary as (
    select * from {{ ref('vocabulary') }} where source_system = 'intercom'
),

-- What a customer began with is the conversation itself.
beginnings as (
    select
        conversations.conversation_id,
        conversations.conversation_id as message_id,
        coalesce(conversations.first_contact_reply_at, conversations.created_at) as sent_at,
        'customer' as written_by,
        conversations.contact_id as author_id
    from conversations
    inner join vocabulary as delivered
        on delivered.field = 'delivered_as'
        and delivered.vendor_value = conversations.delivered_as
        and delivered.canonical_value = 'customer'
),

written as (
    select
        conversation_id,
        part_id as message_id,
        created_at as sent_at,
        case
            when author_type in ('user', 'lead', 'contact') then 'customer'
            when author_type = 'admin' then 'admin'
            else 'bot'
        end as written_by,
        author_id
    from parts
),

together as (
    select * from beginnings
    union all
    select * from written
)

select
    message_id,
    conversation_id,
    sent_at,
    written_by,
    author_id,
    -- Where we wrote first, the customer's first answer is what opens the case.
    written_by = 'customer'
        and row_number() over (partition by conversation_id, written_by order by sent_at, message_id) = 1 as is_opening
from together
