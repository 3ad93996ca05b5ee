select distinct
    'servicenow_incidents:' || assigned_to as agent_id,
    'servicenow_incidents' as source_system,
    'Resolver ' || assigned_to as name,
    {{ not_delivered('agents', ['email', 'team']) }}
from {{ ref('stg_servicenow_incidents__events') }}
where assigned_to is not null
