{{ config(enabled=system_is_on('salesforce')) }}

with

records as (
    {{ salesforce_records('Case') }}
)

select
    id as case_id,
    record ->> 'CaseNumber' as case_number,
    record ->> 'Status' as status,
    record ->> 'Priority' as priority,
    record ->> 'Origin' as origin,
    coalesce(cast(record ->> 'IsDeleted' as boolean), false) as is_deleted,
    coalesce(cast(record ->> 'IsEscalated' as boolean), false) as is_escalated,
    {{ salesforce_time('CreatedDate') }} as created_at,
    {{ salesforce_time('ClosedDate') }} as closed_at,
    {{ salesforce_time('LastModifiedDate') }} as last_modified_at,
    {{ salesforce_time('SystemModstamp') }} as updated_at,
    {{ salesforce_id("(record ->> 'OwnerId')") }} as owner_id,
    {{ salesforce_id("(record ->> 'CreatedById')") }} as created_by_id,
    {{ salesforce_id("(record ->> 'ContactId')") }} as contact_id,
    {{ salesforce_id("(record ->> 'AccountId')") }} as account_id,
    lower(record ->> 'SuppliedEmail') as supplied_email,
    record ->> 'SuppliedPhone' as supplied_phone,
    nullif(record ->> '{{ var('salesforce_issue_type_field') }}', '') as issue_type,
    nullif(record ->> '{{ var('salesforce_product_area_field') }}', '') as product_area,
    nullif(record ->> '{{ var('salesforce_severity_field') }}', '') as severity,
    nullif(record ->> '{{ var('salesforce_csat_field') }}', '') as csat_score,
    loaded_at
from records
