{{ config(enabled=system_is_on('talkdesk')) }}

with

contacts as (
    select * from {{ ref('stg_talkdesk__contacts') }}
),

vocabulary as (
    select * from {{ ref('vocabulary') }} where source_system = 'talkdesk'
)

select
    'talkdesk:' || contacts.contact_id as segment_id,
    'talkdesk:' || contacts.call_id as interaction_id,
    'talkdesk' as source_system,
    row_number() over (partition by contacts.call_id order by contacts.started_at, contacts.contact_id) as seq,
    queue.canonical_value as queue,
    'talkdesk:' || contacts.agent_id as agent_id,
    case when contacts.direction = 'inbound' then contacts.started_at end as queued_at,
    contacts.answered_at,
    contacts.finished_at as left_at,
    case when contacts.direction = 'inbound' then contacts.wait_time_sec end as queue_time_sec,
    contacts.ring_time_sec,
    contacts.talk_time_sec,
    contacts.hold_time_sec,
    contacts.wrap_time_sec,
    outcome.canonical_value as outcome,
    contacts.contact_type as vendor_outcome,
    contacts.loaded_at
from contacts
left join vocabulary as queue
    on queue.field = 'ring_group'
    and queue.vendor_value = contacts.ring_group
left join vocabulary as outcome
    on outcome.field = 'contact_type'
    and outcome.vendor_value = contacts.contact_type
