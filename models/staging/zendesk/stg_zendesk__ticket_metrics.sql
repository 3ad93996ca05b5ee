{{ config(enabled=system_is_on('zendesk')) }}

with

entries as (
    select unnest(ticket_metrics) as entry
    from {{ source('zendesk', 'ticket_metrics') }}
),

renamed as (
    select
        entry.ticket_id as ticket_id,
        cast(replace(entry.updated_at, 'Z', '') as timestamp) as updated_at,
        entry.reopens as reopens,
        entry.replies as replies,
        cast(replace(entry.solved_at, 'Z', '') as timestamp) as solved_at,
        60 * entry.reply_time_in_minutes.calendar as first_reply_sec,
        60 * entry.first_resolution_time_in_minutes.calendar as first_resolution_sec,
        60 * entry.full_resolution_time_in_minutes.calendar as full_resolution_sec
    from entries
),

ranked as (
    select
        *,
        row_number() over (partition by ticket_id order by updated_at desc) as place
    from renamed
)

select
    ticket_id,
    updated_at,
    reopens,
    replies,
    solved_at,
    first_reply_sec,
    first_resolution_sec,
    full_resolution_sec
from ranked
where place = 1
