{{ config(enabled=system_is_on('salesforce')) }}

select
    'salesforce:' || user_id as agent_id,
    'salesforce' as source_system,
    name,
    email,
    department as team
from {{ ref('stg_salesforce__user') }}
where is_staff
