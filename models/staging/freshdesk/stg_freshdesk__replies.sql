{{ config(enabled=system_is_on('freshdesk')) }}

with

conversations as (
    select * from {{ ref('stg_freshdesk__conversations') }}
),

vocabulary as (
    select * from {{ ref('vocabulary') }} where source_system = 'freshdesk'
)

-- Public replies of people: no notes, no forwards to third parties, nothing that an automation sent.
select
    conversations.conversation_id,
    conversations.ticket_id,
    conversations.created_at as replied_at,
    'freshdesk:' || conversations.user_id as agent_id
from conversations
inner join vocabulary as kind
    on kind.field = 'conversation_source'
    and kind.vendor_value = cast(conversations.conversation_source as varchar)
    and kind.canonical_value = 'reply'
where not conversations.is_incoming
    and not conversations.is_private
    and not conversations.is_automatic
