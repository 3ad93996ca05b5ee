{{ config(enabled=system_is_on('gcalls')) }}

with

parties as (
    select
        {{ caller_or_null('customer_phone') }} as phone,
        customer_email,
        started_at
    from {{ ref('stg_gcalls__legs') }}
    where direction <> 'internal'
),

told as (
    select phone as party, 'phone' as kind, phone as value, started_at from parties
    union all
    select phone, 'email', customer_email, started_at from parties
)

select
    'gcalls:' || party as party_id,
    'gcalls' as source_system,
    kind,
    value,
    min(started_at) as first_seen_at
from told
where party is not null
    and value is not null
group by party, kind, value
