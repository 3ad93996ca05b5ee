{{ config(enabled=system_is_on('salesforce')) }}

with

records as (
    {{ salesforce_records('Account') }}
)

select
    id as account_id,
    nullif(record ->> '{{ var('salesforce_plan_field') }}', '') as plan,
    cast(record ->> '{{ var('salesforce_mrr_field') }}' as decimal(18, 2)) as mrr,
    record ->> 'CurrencyIsoCode' as currency,
    nullif(record ->> 'BillingCountry', '') as region,
    nullif(record ->> '{{ var('salesforce_lifecycle_field') }}', '') as lifecycle_stage,
    {{ salesforce_time('SystemModstamp') }} as updated_at,
    loaded_at
from records
