{{ config(enabled=system_is_on('intercom')) }}

with

entries as (
    select unnest(activity_logs) as entry
    from {{ source('intercom', 'activity_logs') }}
)

-- Pages overlap; an entry never changes.
select distinct on (activity_id)
    entry.id as activity_id,
    entry.performed_by.id as admin_id,
    entry.activity_type as activity_type,
    {{ intercom_time('entry.created_at') }} as created_at,
    cast(entry.metadata ->> 'away_mode' as boolean) as away_mode,
    entry.metadata ->> 'away_status_reason' as away_status_reason,
    entry.metadata ->> '{{ var('intercom_occupancy_field') }}' as occupancy
from entries
order by activity_id
