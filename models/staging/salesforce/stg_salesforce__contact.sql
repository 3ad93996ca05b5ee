{{ config(enabled=system_is_on('salesforce')) }}

with

records as (
    {{ salesforce_records('Contact') }}
)

select
    id as contact_id,
    {{ salesforce_id("(record ->> 'AccountId')") }} as account_id,
    record ->> 'Email' as email,
    record ->> 'Phone' as phone,
    record ->> 'MobilePhone' as mobile_phone,
    record ->> 'HomePhone' as home_phone,
    record ->> 'OtherPhone' as other_phone,
    {{ salesforce_time('CreatedDate') }} as created_at,
    {{ salesforce_time('SystemModstamp') }} as updated_at,
    loaded_at
from records
