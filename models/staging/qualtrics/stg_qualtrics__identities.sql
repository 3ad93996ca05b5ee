{{ config(enabled=system_is_on('qualtrics')) }}

with

responses as (
    select
        coalesce(customer_number, invitations.contact_id) as party_number,
        customer_number,
        email,
        ended_at
    from {{ ref('stg_qualtrics__responses') }} as responses
    left join {{ ref('stg_qualtrics__invitations') }} as invitations
        on invitations.response_id = responses.response_id
),

named as (
    select party_number, 'external_id' as kind, customer_number as value, ended_at from responses
    union all
    select party_number, 'email', email, ended_at from responses
)

select
    'qualtrics:' || party_number as party_id,
    'qualtrics' as source_system,
    kind,
    value,
    min(ended_at) as first_seen_at
from named
where value is not null
    and party_number is not null
group by party_number, kind, value
