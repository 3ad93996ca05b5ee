{{ config(enabled=system_is_on('delighted')) }}

with

renamed as (
    select
        id as person_id,
        lower(email) as email,
        name,
        to_timestamp(created_at) at time zone 'UTC' as created_at,
        to_timestamp(last_sent_at) at time zone 'UTC' as last_sent_at,
        to_timestamp(last_responded_at) at time zone 'UTC' as last_responded_at
    from {{ source('delighted', 'people') }}
),

-- Among copies the one that knows of the latest sending is the newest.
ranked as (
    select
        *,
        row_number() over (
            partition by person_id
            order by last_sent_at desc nulls last, last_responded_at desc nulls last, email
        ) as place
    from renamed
)

select
    person_id,
    email,
    name,
    created_at,
    last_sent_at,
    last_responded_at
from ranked
where place = 1
