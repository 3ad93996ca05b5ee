{{ config(enabled=system_is_on('zendesk')) }}

with

entries as (
    select unnest(satisfaction_ratings) as entry
    from {{ source('zendesk', 'satisfaction_ratings') }}
),

renamed as (
    select
        entry.id as rating_id,
        entry.ticket_id as ticket_id,
        entry.requester_id as requester_id,
        entry.assignee_id as assignee_id,
        entry.score as score,
        cast(replace(entry.created_at, 'Z', '') as timestamp) as created_at,
        cast(replace(entry.updated_at, 'Z', '') as timestamp) as updated_at
    from entries
),

ranked as (
    select
        *,
        row_number() over (partition by rating_id order by updated_at desc) as place
    from renamed
)

select
    rating_id,
    ticket_id,
    requester_id,
    assignee_id,
    score,
    created_at,
    updated_at
from ranked
where place = 1
