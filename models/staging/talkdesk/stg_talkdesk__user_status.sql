{{ config(enabled=system_is_on('talkdesk')) }}

with

entries as (
    select
        filename,
        unnest(entries) as entry
    from {{ source('talkdesk', 'user_status') }}
),

-- The report carries no zone: its times are in that of the report job.
renamed as (
    select
        entry.user_id as agent_id,
        entry.user_name as agent_name,
        lower(entry.user_email) as agent_email,
        entry.team_name as team,
        entry.status_label as status,
        {{ to_utc("cast(replace(entry.status_start_at, 'Z', '') as timestamp)", "'" ~ var('talkdesk_report_timezone') ~ "'") }} as started_at,
        {{ to_utc("cast(replace(entry.status_end_at, 'Z', '') as timestamp)", "'" ~ var('talkdesk_report_timezone') ~ "'") }} as ended_at,
        entry.status_time as status_sec,
        filename
    from entries
),

dated as (
    select
        *,
        max(ended_at) filter (where ended_at <= {{ run_start() }}) over (partition by filename) as loaded_at
    from renamed
),

-- A status is a row of a log: it is one agent's from one moment on.
ranked as (
    select
        *,
        row_number() over (partition by agent_id, started_at order by loaded_at desc, ended_at desc) as place
    from dated
)

select
    agent_id,
    agent_name,
    agent_email,
    team,
    status,
    started_at,
    ended_at,
    status_sec,
    loaded_at
from ranked
where place = 1
