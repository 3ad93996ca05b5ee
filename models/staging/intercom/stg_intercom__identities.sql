{{ config(enabled=system_is_on('intercom')) }}

with

contacts as (
    select * from {{ ref('stg_intercom__contacts') }}
),

known as (
    select contact_id, 'email' as kind, email as value, created_at
    from contacts
    union all
    select contact_id, 'phone', phone, created_at
    from contacts
    union all
    select contact_id, 'external_id', external_id, created_at
    from contacts
)

select
    'intercom:' || contact_id as party_id,
    'intercom' as source_system,
    kind,
    value,
    created_at as first_seen_at
from known
where value <> ''
