{{ config(enabled=system_is_on('freshdesk')) }}

with

contacts as (
    select * from {{ ref('stg_freshdesk__contacts') }}
),

known as (
    select contact_id, 'email' as kind, email as value, created_at as first_seen_at
    from contacts
    union all
    select contact_id, 'email', unnest(other_emails), created_at
    from contacts
    union all
    select contact_id, 'phone', phone, created_at
    from contacts
    union all
    select contact_id, 'phone', mobile, created_at
    from contacts
    union all
    select contact_id, 'external_id', unique_external_id, created_at
    from contacts
    union all
    -- A requester whose contact was not pulled.
    select requester_id, 'email', requester_email, created_at
    from {{ ref('stg_freshdesk__tickets') }}
    where requester_id not in (select contact_id from contacts)
)

select
    'freshdesk:' || contact_id as party_id,
    'freshdesk' as source_system,
    kind,
    value,
    min(first_seen_at) as first_seen_at
from known
where value <> ''
group by contact_id, kind, value
