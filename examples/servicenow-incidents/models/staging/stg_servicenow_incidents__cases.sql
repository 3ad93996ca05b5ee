with

events as (
    select * from {{ ref('stg_servicenow_incidents__events') }}
),

vocabulary as (
    select * from {{ ref('vocabulary') }} where source_system = 'servicenow_incidents'
),

latest as (
    select * from events where left_at is null
),

human_updates as (
    select
        incident,
        max(entered_at) as last_human_update_at
    from events
    where not is_automatic
    group by incident
),

-- The log does not say when it was drawn: not before its last event.
log as (
    select max(updated_at) as loaded_at from events
)

select
    'servicenow_incidents:' || latest.incident as case_id,
    'servicenow_incidents' as source_system,
    'servicenow_incidents:' || latest.caller_id as party_id,
    latest.opened_at as created_at,
    status.canonical_value as status,
    latest.incident_state as vendor_status,
    priority.canonical_value as priority,
    channel.canonical_value as channel,
    queue.canonical_value as queue,
    latest.category as issue_type,
    'servicenow_incidents:' || latest.assigned_to as assignee,
    human_updates.last_human_update_at,
    staff.canonical_value is null as is_customer_opened,
    false as is_test,
    log.loaded_at,
    {{ not_delivered('cases', [
        'source_url', 'first_response_at', 'workaround_at', 'severity', 'product_area', 'public_reply_count', 'active_time_sec',
    ]) }}
from latest
cross join log
left join human_updates
    on human_updates.incident = latest.incident
left join vocabulary as status
    on status.field = 'incident_state'
    and status.vendor_value = latest.incident_state
left join vocabulary as priority
    on priority.field = 'priority'
    and priority.vendor_value = latest.priority
left join vocabulary as channel
    on channel.field = 'contact_type'
    and channel.vendor_value = latest.contact_type
left join vocabulary as staff
    on staff.field = 'staff_contact_type'
    and staff.vendor_value = latest.contact_type
left join vocabulary as queue
    on queue.field = 'assignment_group'
    and queue.vendor_value = latest.assignment_group
