{{ config(enabled=system_is_on('five9')) }}

with

rows_of_files as (
    select * from {{ source('five9', 'acd_queue') }}
),

-- A line without a skill is a line of totals.
renamed as (
    select
        filename,
        {{ five9_text('"SKILL"') }} as skill,
        {{ five9_utc('cast("DATE" + "HALF HOUR" as timestamp)') }} as interval_start_at,
        cast({{ five9_text('"CALLS count"') }} as bigint) as calls,
        cast({{ five9_text('"ABANDONED count"') }} as bigint) as abandoned,
        cast({{ five9_text('"SERVICE LEVEL count"') }} as bigint) as inside_service_level,
        {{ five9_seconds('"Average SPEED OF ANSWER"') }} as average_speed_of_answer_sec,
        {{ five9_seconds('"Average HANDLE TIME"') }} as average_handle_time_sec
    from rows_of_files
    where {{ five9_text('"SKILL"') }} is not null
),

dated as (
    select
        *,
        max(interval_start_at + interval '30 minutes') filter (where interval_start_at <= {{ run_start() }})
            over (partition by filename) as loaded_at
    from renamed
),

ranked as (
    select
        *,
        row_number() over (partition by skill, interval_start_at order by loaded_at desc, filename desc) as place
    from dated
)

select
    skill || '/' || strftime(interval_start_at, '%Y-%m-%dT%H:%M') as queue_interval_id,
    skill,
    interval_start_at,
    calls,
    abandoned,
    inside_service_level,
    average_speed_of_answer_sec,
    average_handle_time_sec,
    loaded_at
from ranked
where place = 1
