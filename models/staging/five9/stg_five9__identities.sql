{{ config(enabled=system_is_on('five9')) }}

with

phones as (
    select
        {{ caller_or_null('customer_phone') }} as phone,
        started_at
    from {{ ref('stg_five9__calls') }}
    where direction <> 'internal'
)

select
    'five9:' || phone as party_id,
    'five9' as source_system,
    'phone' as kind,
    phone as value,
    min(started_at) as first_seen_at
from phones
where phone is not null
group by phone
