{{ config(enabled=system_is_on('salesforce')) }}

with

records as (
    {{ salesforce_records('EmailMessage') }}
)

select
    id as email_id,
    {{ salesforce_id("(record ->> 'ParentId')") }} as case_id,
    coalesce(cast(record ->> 'Incoming' as boolean), false) as is_incoming,
    record ->> 'Status' as status,
    {{ salesforce_time('MessageDate') }} as sent_at,
    {{ salesforce_id("(record ->> 'CreatedById')") }} as created_by_id,
    coalesce(cast(record ->> 'IsDeleted' as boolean), false) as is_deleted,
    loaded_at
from records
