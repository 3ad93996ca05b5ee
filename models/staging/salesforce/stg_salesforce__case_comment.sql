{{ config(enabled=system_is_on('salesforce')) }}

with

records as (
    {{ salesforce_records('CaseComment') }}
)

select
    id as comment_id,
    {{ salesforce_id("(record ->> 'ParentId')") }} as case_id,
    coalesce(cast(record ->> 'IsPublished' as boolean), false) as is_published,
    {{ salesforce_time('CreatedDate') }} as created_at,
    {{ salesforce_id("(record ->> 'CreatedById')") }} as created_by_id,
    coalesce(cast(record ->> 'IsDeleted' as boolean), false) as is_deleted,
    loaded_at
from records
