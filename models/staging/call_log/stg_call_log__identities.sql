{{ config(enabled=system_is_on('call_log')) }}

with

parties as (
    select
        coalesce(customer_id, {{ caller_or_null('customer_phone') }}) as party,
        {{ caller_or_null('customer_phone') }} as phone,
        customer_email,
        customer_id,
        started_at
    from {{ ref('stg_call_log__visits') }}
    where direction <> 'internal'
),

told as (
    select party, 'phone' as kind, phone as value, started_at from parties
    union all
    select party, 'email', customer_email, started_at from parties
    union all
    select party, 'external_id', customer_id, started_at from parties
)

select
    'call_log:' || party as party_id,
    'call_log' as source_system,
    kind,
    value,
    min(started_at) as first_seen_at
from told
where party is not null
    and value is not null
group by party, kind, value
