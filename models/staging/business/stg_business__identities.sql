{{ config(enabled=system_is_on('business')) }}

with

customers as (
    select * from {{ ref('stg_business__customers') }}
),

named as (
    select party_id, started_on, 'external_id' as kind, customer_id as value from customers
    union all
    select party_id, started_on, 'email', email from customers
    union all
    select party_id, started_on, 'phone', phone from customers
)

select
    party_id,
    'business' as source_system,
    kind,
    value,
    cast(started_on as timestamp) as first_seen_at
from named
where value is not null
