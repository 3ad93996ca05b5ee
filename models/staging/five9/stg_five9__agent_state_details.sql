{{ config(enabled=system_is_on('five9')) }}

with

rows_of_files as (
    select * from {{ source('five9', 'agent_state_details') }}
),

renamed as (
    select
        filename,
        lower({{ five9_text('"AGENT"') }}) as agent_id,
        {{ five9_text('"AGENT NAME"') }} as agent_name,
        {{ five9_text('"AGENT GROUP"') }} as agent_group,
        {{ five9_utc('cast("DATE" + "TIME" as timestamp)') }} as started_at,
        {{ five9_text('"STATE"') }} as state,
        {{ five9_text('"REASON CODE"') }} as reason_code,
        {{ five9_seconds('"AGENT STATE TIME"') }} as state_time_sec
    from rows_of_files
    where {{ five9_text('"AGENT"') }} is not null
),

dated as (
    select
        *,
        max({{ seconds_after('started_at', 'coalesce(state_time_sec, 0)') }}) filter (where started_at <= {{ run_start() }})
            over (partition by filename) as loaded_at
    from renamed
),

-- A state that still lasted in one export is longer in the next.
ranked as (
    select
        *,
        row_number() over (partition by agent_id, started_at, state order by loaded_at desc, state_time_sec desc) as place
    from dated
)

select
    agent_id || '/' || strftime(started_at, '%Y-%m-%dT%H:%M:%S') || '/' || lower(replace(state, ' ', '_')) as agent_state_id,
    agent_id,
    agent_name,
    agent_group,
    started_at,
    state,
    reason_code,
    state_time_sec,
    loaded_at
from ranked
where place = 1
