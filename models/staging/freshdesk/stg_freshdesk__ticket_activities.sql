{{ config(enabled=system_is_on('freshdesk')) }}

with

entries as (
    select
        filename,
        unnest(activities_data) as entry,
        generate_subscripts(activities_data, 1) as place_in_file
    from {{ source('freshdesk', 'ticket_activities') }}
),

renamed as (
    select
        filename,
        place_in_file,
        entry.ticket_id as ticket_id,
        strptime(entry.performed_at, '%d-%m-%Y %H:%M:%S %z') at time zone 'UTC' as performed_at,
        entry.performer_type as performer_type,
        entry.performer_id as performer_id,
        entry.activity as activity
    from entries
),

-- Activities have no id, and equal ones in one file are so many activities; in two files they are the same again.
repeated as (
    select
        *,
        row_number() over (
            partition by filename, ticket_id, performed_at, performer_id, cast(activity as varchar)
            order by place_in_file
        ) as repetition
    from renamed
),

ranked as (
    select
        *,
        row_number() over (
            partition by ticket_id, performed_at, performer_id, cast(activity as varchar), repetition
            order by filename desc
        ) as place
    from repeated
)

select
    ticket_id || ':' || strftime(performed_at, '%Y%m%d%H%M%S') || ':' || md5(cast(activity as varchar)) || ':'
        || coalesce(performer_id, 0) || ':' || repetition as activity_key,
    ticket_id,
    performed_at,
    row_number() over (partition by ticket_id order by performed_at, place_in_file, filename) as step,
    performer_type,
    case when performer_type = 'user' then performer_id end as performer_id,
    coalesce(activity ->> 'new_ticket' = 'true', false) as is_new_ticket,
    activity ->> 'status' as status_label,
    activity ->> 'priority' as priority_label,
    activity ->> 'group' as group_name
from ranked
where place = 1
