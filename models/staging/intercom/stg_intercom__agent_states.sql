{{ config(enabled=system_is_on('intercom')) }}

with

logs as (
    select * from {{ ref('stg_intercom__activity_logs') }}
),

-- Three switches that are told one at a time; each stays as it is until it is told again.
switches as (
    select
        admin_id,
        created_at,
        activity_id,
        case activity_type when 'admin_login_success' then true when 'admin_logout' then false end as is_online,
        case
            when activity_type = 'admin_away_mode_change' then away_mode
            -- Whoever comes back starts with a clean sheet.
            when activity_type = 'admin_login_success' then false
        end as is_away,
        case
            when activity_type = 'admin_away_mode_change'
                then coalesce(away_status_reason, case when away_mode then 'away' else 'active' end)
        end as away_reason,
        case when activity_type = 'admin_occupancy_state_change' then occupancy end as occupancy
    from logs
    where activity_type in (
        'admin_login_success', 'admin_logout', 'admin_away_mode_change', 'admin_occupancy_state_change'
    )
),

carried as (
    select
        admin_id,
        created_at,
        activity_id,
        last_value(is_online ignore nulls) over so_far as is_online,
        last_value(is_away ignore nulls) over so_far as is_away,
        last_value(away_reason ignore nulls) over so_far as away_reason,
        last_value(occupancy ignore nulls) over so_far as occupancy
    from switches
    window so_far as (
        partition by admin_id order by created_at, activity_id rows between unbounded preceding and current row
    )
),

states as (
    select
        *,
        case
            when not coalesce(is_online, true) then 'offline'
            when coalesce(is_away, false) then 'not_ready'
            when occupancy = 'occupied' then 'on_contact'
            else 'available'
        end as state,
        case
            when not coalesce(is_online, true) then 'logout'
            when coalesce(is_away, false) then away_reason
            else coalesce(occupancy, away_reason, 'login')
        end as vendor_state,
        lead(created_at) over (partition by admin_id order by created_at, activity_id) as ended_at
    from carried
)

select
    'intercom:' || admin_id as agent_id,
    'intercom' as source_system,
    state,
    vendor_state,
    created_at as started_at,
    ended_at,
    created_at as loaded_at
from states
where ended_at is null
    or ended_at > created_at
