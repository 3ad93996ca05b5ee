{{ config(enabled=system_is_on('twilio')) }}

with

known as (
    select
        {{ caller_or_null('customer_address') }} as address,
        customer_external_id as external_id,
        customer_email as email,
        started_at
    from {{ ref('stg_twilio__contacts') }}
),

parties as (
    select
        *,
        coalesce(address, external_id, email) as party
    from known
),

-- An address of a chat may be an e-mail address or just a name.
told as (
    select party, 'phone' as kind, regexp_replace(address, '^(whatsapp|sms):', '') as value, started_at
    from parties
    where regexp_matches(address, '^((whatsapp|sms):)?[+]?[0-9]{5,}$')

    union all

    select party, 'email', lower(address), started_at
    from parties
    where address like '%@%' and address not like 'sip:%'

    union all

    select party, 'email', email, started_at
    from parties
    where email is not null

    union all

    select party, 'external_id', external_id, started_at
    from parties
    where external_id is not null
)

select
    'twilio:' || party as party_id,
    'twilio' as source_system,
    kind,
    value,
    min(started_at) as first_seen_at
from told
group by party, kind, value
