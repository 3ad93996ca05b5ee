{{ config(enabled=system_is_on('five9')) }}

with

vocabulary as (
    select * from {{ ref('vocabulary') }} where source_system = 'five9'
),

-- Login is a moment, no state; states of no length are none.
details as (
    select
        details.agent_id,
        coalesce(reason.canonical_value, state.canonical_value) as state,
        concat_ws(': ', details.state, details.reason_code) as vendor_state,
        details.started_at,
        {{ seconds_after('details.started_at', 'details.state_time_sec') }} as ended_at,
        details.loaded_at
    from {{ ref('stg_five9__agent_state_details') }} as details
    left join vocabulary as state
        on state.field = 'agent_state'
        and state.vendor_value = details.state
    left join vocabulary as reason
        on reason.field = 'reason_code'
        and reason.vendor_value = details.reason_code
    where details.state_time_sec > 0
),

-- Where the details are missing, that somebody was logged in is all there is to say.
logins as (
    select
        logins.agent_id,
        'logged_in' as state,
        'Logged in' as vendor_state,
        logins.logged_in_at as started_at,
        logins.logged_out_at as ended_at,
        logins.loaded_at
    from {{ ref('stg_five9__agent_logins') }} as logins
    where not exists (
        select 1
        from details
        where details.agent_id = logins.agent_id
            and details.started_at < coalesce(logins.logged_out_at, timestamp '9999-12-31')
            and details.ended_at > logins.logged_in_at
    )
),

together as (
    select * from details
    union all
    select * from logins
)

select
    'five9:' || agent_id as agent_id,
    'five9' as source_system,
    state,
    vendor_state,
    started_at,
    ended_at,
    loaded_at
from together
