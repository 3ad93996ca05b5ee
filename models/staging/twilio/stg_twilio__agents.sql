{{ config(enabled=system_is_on('twilio')) }}

select
    'twilio:' || worker_id as agent_id,
    'twilio' as source_system,
    coalesce(full_name, friendly_name, worker_id) as name,
    -- The friendly name often is the address.
    coalesce(email, case when friendly_name like '%@%' then lower(friendly_name) end) as email,
    team
from {{ ref('stg_twilio__workers') }}
