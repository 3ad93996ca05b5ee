{{ config(enabled=system_is_on('talkdesk')) }}

with

statuses as (
    select * from {{ ref('stg_talkdesk__user_status') }}
)

select
    'talkdesk:' || statuses.agent_id as agent_id,
    'talkdesk' as source_system,
    state.canonical_value as state,
    statuses.status as vendor_state,
    statuses.started_at,
    statuses.ended_at,
    statuses.loaded_at
from statuses
left join {{ ref('vocabulary') }} as state
    on state.source_system = 'talkdesk'
    and state.field = 'status_label'
    and state.vendor_value = statuses.status
