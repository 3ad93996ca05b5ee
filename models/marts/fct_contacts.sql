with

interactions as (
    select * from {{ ref('interactions') }}
),

flagged as (
    select
        *,
        {{ is_counted('interactions') }} as is_counted
    from interactions
)

select
    interaction_id,
    source_system,
    channel,
    direction,
    queue,
    agent_id,
    local_timezone,
    started_at,
    {{ half_hour_of('started_at') }} as interval_start_at,
    cast({{ to_local('started_at', 'local_timezone') }} as date) as local_date,
    outcome,
    transfer_count,
    is_counted,
    is_counted and coalesce(outcome = 'answered', false) as is_handled,
    handle_time_complete,
    talk_time_sec,
    hold_time_sec,
    wrap_time_sec,
    handle_time_sec
from flagged
