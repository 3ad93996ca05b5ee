{{ config(enabled=system_is_on('salesforce')) }}

with

presence as (
    select * from {{ ref('stg_salesforce__user_service_presence') }}
),

vocabulary as (
    select * from {{ ref('vocabulary') }} where source_system = 'salesforce' and field = 'presence_status'
)

select
    'salesforce:' || presence.user_id as agent_id,
    'salesforce' as source_system,
    vocabulary.canonical_value as state,
    presence.presence_status as vendor_state,
    presence.started_at,
    presence.ended_at,
    presence.loaded_at
from presence
left join vocabulary
    on vocabulary.vendor_value = presence.presence_status
