with

events as (
    select * from {{ ref('stg_servicenow_incidents__events') }}
),

vocabulary as (
    select * from {{ ref('vocabulary') }} where source_system = 'servicenow_incidents'
)

-- One interval per event: the log's own moment of resolving is that of the last event in Resolved, not of the first.
select
    'servicenow_incidents:' || events.incident as case_id,
    'servicenow_incidents' as source_system,
    status.canonical_value as status,
    events.entered_at,
    events.left_at,
    -- Numbers of who updated are not those of who is assigned: the log renames people column by column.
    case when not events.is_automatic then 'servicenow_incidents:updated_by/' || events.updated_by end as actor,
    events.is_automatic,
    queue.canonical_value as queue,
    priority.canonical_value as priority
from events
left join vocabulary as status
    on status.field = 'incident_state'
    and status.vendor_value = events.incident_state
left join vocabulary as queue
    on queue.field = 'assignment_group'
    and queue.vendor_value = events.assignment_group
left join vocabulary as priority
    on priority.field = 'priority'
    and priority.vendor_value = events.priority
