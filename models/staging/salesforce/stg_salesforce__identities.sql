{{ config(enabled=system_is_on('salesforce')) }}

with

contacts as (
    select * from {{ ref('stg_salesforce__contact') }}
),

-- Web-to-case: what the customer typed. Cases that have a contact may carry a further address.
supplied as (
    select
        coalesce(contact_id, account_id, supplied_email, supplied_phone) as party,
        supplied_email,
        supplied_phone,
        created_at
    from {{ ref('stg_salesforce__case') }}
),

known as (
    select contact_id as party, 'email' as kind, email as value, created_at as first_seen_at
    from contacts
    union all
    select contact_id, 'phone', unnest([phone, mobile_phone, home_phone, other_phone]), created_at
    from contacts
    union all
    select party, 'email', supplied_email, created_at
    from supplied
    union all
    select party, 'phone', supplied_phone, created_at
    from supplied
)

select
    'salesforce:' || party as party_id,
    'salesforce' as source_system,
    kind,
    value,
    min(first_seen_at) as first_seen_at
from known
where value <> ''
group by party, kind, value
