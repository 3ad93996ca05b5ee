{{ config(enabled=system_is_on('twilio')) }}

with

entries as (
    select
        filename,
        unnest(calls) as entry
    from {{ source('twilio', 'calls') }}
),

renamed as (
    select
        filename,
        entry.sid as call_id,
        entry.parent_call_sid as parent_call_id,
        entry."from" as from_address,
        entry."to" as to_address,
        entry.direction as direction,
        entry.status as status,
        strptime(entry.date_created, '%a, %d %b %Y %H:%M:%S %z') at time zone 'UTC' as created_at,
        strptime(entry.date_updated, '%a, %d %b %Y %H:%M:%S %z') at time zone 'UTC' as updated_at,
        strptime(nullif(entry.start_time, ''), '%a, %d %b %Y %H:%M:%S %z') at time zone 'UTC' as started_at,
        strptime(nullif(entry.end_time, ''), '%a, %d %b %Y %H:%M:%S %z') at time zone 'UTC' as ended_at,
        cast(nullif(entry.duration, '') as integer) as duration_sec,
        nullif(entry.answered_by, '') as answered_by
    from entries
),

dated as (
    select
        *,
        max(updated_at) filter (where updated_at <= {{ run_start() }}) over (partition by filename) as loaded_at
    from renamed
),

ranked as (
    select
        *,
        row_number() over (partition by call_id order by updated_at desc, loaded_at desc) as place
    from dated
)

select
    call_id,
    parent_call_id,
    from_address,
    to_address,
    direction,
    status,
    created_at,
    updated_at,
    started_at,
    ended_at,
    duration_sec,
    answered_by,
    loaded_at
from ranked
where place = 1
