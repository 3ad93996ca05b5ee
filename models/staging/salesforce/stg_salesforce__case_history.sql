{{ config(enabled=system_is_on('salesforce')) }}

with

records as (
    {{ salesforce_records('CaseHistory', modified='CreatedDate') }}
)

select
    id as history_id,
    {{ salesforce_id("(record ->> 'CaseId')") }} as case_id,
    record ->> 'Field' as field,
    record ->> 'DataType' as data_type,
    record ->> 'OldValue' as old_value,
    record ->> 'NewValue' as new_value,
    {{ salesforce_time('CreatedDate') }} as changed_at,
    {{ salesforce_id("(record ->> 'CreatedById')") }} as changed_by_id,
    loaded_at
from records
