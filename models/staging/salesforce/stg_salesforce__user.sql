{{ config(enabled=system_is_on('salesforce')) }}

with

records as (
    {{ salesforce_records('User') }}
)

select
    id as user_id,
    record ->> 'Name' as name,
    lower(record ->> 'Email') as email,
    nullif(record ->> 'Department', '') as department,
    record ->> 'UserType' as user_type,
    -- Rules and flows run as a user of their own, or as one that an account has set aside for them.
    record ->> 'UserType' = 'AutomatedProcess' or list_contains({{ var('salesforce_automation_users') }}, id) as is_automation,
    record ->> 'UserType' = 'Standard' as is_staff,
    loaded_at
from records
