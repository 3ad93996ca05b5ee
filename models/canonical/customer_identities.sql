with

identities as (
    select * from {{ ref('party_identities') }} where standing = 'usable'
),

parties as (
    select * from {{ ref('customer_parties') }}
)

select
    parties.customer_id,
    identities.kind,
    identities.value,
    identities.source_system,
    min(identities.first_seen_at) as first_seen_at
from identities
inner join parties
    on parties.party_id = identities.party_id
group by parties.customer_id, identities.kind, identities.value, identities.source_system
