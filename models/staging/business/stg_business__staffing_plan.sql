{{ config(enabled=system_is_on('business')) }}

select distinct
    'business' as source_system,
    version,
    channel,
    queue,
    interval_start_at,
    interval_sec,
    required_agents,
    scheduled_agents
from {{ source('business', 'staffing_plan') }}
