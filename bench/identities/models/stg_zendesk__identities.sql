{#- Parties with a telephone number and an e-mail address each. Of every ten parties three share a number with another, and two an
    address; numbers are written in three ways. A hundredth of all parties form one chain, linked in no order, which is
    the worst case for the number of rounds; one number is everybody's switchboard. -#}

{%- set identities = var('generated_identities') %}
{%- set parties = identities // 2 %}

with

parties as (
    select
        range as party_no
    from range({{ parties }})
),

phones as (
    select
        party_no,
        case
            when party_no % 1000 = 7 then '02873000000'
            when party_no % 100 = 1 then null
            when party_no % 10 < 3 then '+849' || lpad(cast(party_no // 10 as varchar), 8, '0')
            when party_no % 2 = 0 then '09' || lpad(cast({{ parties }} + party_no as varchar), 8, '0')
            else '+84 9' || lpad(cast({{ parties }} + party_no as varchar), 8, '0')
        end as value
    from parties
),

emails as (
    select
        party_no,
        case
            when party_no % 100 = 1 then null
            when party_no % 10 in (4, 5) then 'Shared' || party_no // 10 || '@example.com '
            else 'own' || party_no || '@example.com'
        end as value
    from parties
),

-- Each link of the chain is a device that two neighbours share.
chain as (
    select
        party_no,
        row_number() over (order by hash(party_no)) as place
    from parties
    where party_no % 100 = 1
),

links as (
    select party_no, 'device-' || place as value from chain
    union all
    select party_no, 'device-' || (place + 1) from chain
),

identities as (
    select party_no, 'phone' as kind, value from phones
    union all
    select party_no, 'email', value from emails
    union all
    select party_no, 'device', value from links
)

select
    'zendesk:' || party_no as party_id,
    'zendesk' as source_system,
    kind,
    value,
    timestamp '2026-01-01 00:00:00' + party_no * interval '1 second' as first_seen_at
from identities
where value is not null
