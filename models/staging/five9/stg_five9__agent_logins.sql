{{ config(enabled=system_is_on('five9')) }}

with

rows_of_files as (
    select * from {{ source('five9', 'agent_login_logout') }}
),

renamed as (
    select
        filename,
        lower({{ five9_text('"AGENT"') }}) as agent_id,
        nullif(trim(concat_ws(' ', {{ five9_text('"AGENT FIRST NAME"') }}, {{ five9_text('"AGENT LAST NAME"') }})), '') as agent_name,
        {{ five9_utc('"LOGIN TIMESTAMP"') }} as logged_in_at,
        {{ five9_utc('"LOGOUT TIMESTAMP"') }} as logged_out_at,
        {{ five9_seconds('"LOGIN TIME"') }} as login_time_sec
    from rows_of_files
    where {{ five9_text('"AGENT"') }} is not null
        and "LOGIN TIMESTAMP" is not null
),

dated as (
    select
        *,
        max(coalesce(logged_out_at, logged_in_at)) filter (where logged_in_at <= {{ run_start() }})
            over (partition by filename) as loaded_at
    from renamed
),

-- A login that still lasted in one export has its end in the next.
ranked as (
    select
        *,
        row_number() over (partition by agent_id, logged_in_at order by loaded_at desc, filename desc) as place
    from dated
)

select
    agent_id || '/' || strftime(logged_in_at, '%Y-%m-%dT%H:%M:%S') as login_id,
    agent_id,
    agent_name,
    logged_in_at,
    logged_out_at,
    login_time_sec,
    loaded_at
from ranked
where place = 1
