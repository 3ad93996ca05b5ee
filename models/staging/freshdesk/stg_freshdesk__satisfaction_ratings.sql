{{ config(enabled=system_is_on('freshdesk')) }}

with

ranked as (
    select
        *,
        row_number() over (partition by id order by updated_at desc) as place
    from {{ source('freshdesk', 'satisfaction_ratings') }}
)

select
    id as rating_id,
    ticket_id,
    user_id,
    agent_id,
    created_at,
    updated_at,
    -- The other questions are the site's own.
    cast({{ freshdesk_field('ratings', 'default_question') }} as integer) as score
from ranked
where place = 1
