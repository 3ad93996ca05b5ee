{{ config(enabled=system_is_on('delighted')) }}

with

people as (
    select * from {{ ref('stg_delighted__people') }}
),

numbers as (
    select
        person_id,
        customer_number,
        min(responded_at) as first_seen_at
    from {{ ref('stg_delighted__survey_responses') }}
    where customer_number is not null
    group by person_id, customer_number
),

named as (
    select person_id, 'email' as kind, email as value, created_at as first_seen_at
    from people
    where email is not null

    union all

    select person_id, 'external_id', customer_number, first_seen_at
    from numbers
)

select
    'delighted:' || person_id as party_id,
    'delighted' as source_system,
    kind,
    value,
    first_seen_at
from named
