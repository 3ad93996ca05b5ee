{{ config(enabled=system_is_on('salesforce')) }}

with

records as (
    {{ salesforce_records('Group') }}
)

select
    id as group_id,
    record ->> 'DeveloperName' as developer_name,
    loaded_at
from records
