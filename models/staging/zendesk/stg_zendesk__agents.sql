{{ config(enabled=system_is_on('zendesk')) }}

select
    'zendesk:' || user_id as agent_id,
    'zendesk' as source_system,
    name,
    email,
    {{ not_delivered('agents', ['team']) }}
from {{ ref('stg_zendesk__users') }}
where is_staff
