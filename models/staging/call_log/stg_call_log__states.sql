{{ config(enabled=system_is_on('call_log')) }}

{% set zone = "'" ~ var('call_log_timezone') ~ "'" %}

with

renamed as (
    select
        filename,
        {{ text_of('agent') }} as agent_id,
        lower({{ text_of('state') }}) as state,
        {{ to_utc('started_at', zone) }} as started_at,
        {{ to_utc('ended_at', zone) }} as ended_at
    from {{ source('call_log', 'agent_states') }}
),

dated as (
    select
        *,
        max(coalesce(ended_at, started_at)) filter (where started_at <= {{ run_start() }}) over (partition by filename) as loaded_at
    from renamed
    where agent_id is not null
),

-- A state that lasted in one export has its end in the next.
ranked as (
    select
        *,
        row_number() over (partition by agent_id, started_at order by loaded_at desc, filename desc) as place
    from dated
)

select
    agent_id || '/' || strftime(started_at, '%Y-%m-%dT%H:%M:%S') as agent_state_id,
    agent_id,
    state,
    started_at,
    ended_at,
    loaded_at
from ranked
where place = 1
