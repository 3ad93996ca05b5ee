{{ config(enabled=system_is_on('zendesk')) }}

with

events as (
    select * from {{ ref('stg_zendesk__ticket_events') }} where event_type in ('Create', 'Change')
),

vocabulary as (
    select * from {{ ref('vocabulary') }} where source_system = 'zendesk'
),

-- One row per audit that touched what the history tracks.
changes as (
    select
        ticket_id,
        created_at as entered_at,
        audit_id as step,
        author_id,
        max(new_value) filter (where field_name = 'status') as status,
        max(new_value) filter (where field_name = 'group_id') as group_id,
        max(new_value) filter (where field_name = 'priority') as priority
    from events
    where field_name in ('status', 'group_id', 'priority')
    group by ticket_id, created_at, audit_id, author_id
),

-- Deletion leaves no audit in the export: the ticket's own state tells it.
deletions as (
    select
        ticket_id,
        updated_at as entered_at,
        cast(null as bigint) as step,
        cast(-1 as bigint) as author_id,
        status,
        cast(null as varchar) as group_id,
        cast(null as varchar) as priority
    from {{ ref('stg_zendesk__tickets') }}
    where status = 'deleted'
),

all_changes as (
    select * from changes
    union all
    select * from deletions
),

-- A change names only what it changes: the rest carries on.
states as (
    select
        ticket_id,
        entered_at,
        step,
        author_id,
        last_value(status ignore nulls) over carried as status,
        last_value(group_id ignore nulls) over carried as group_id,
        last_value(priority ignore nulls) over carried as priority
    from all_changes
    window carried as (
        partition by ticket_id order by entered_at, step nulls last
        rows between unbounded preceding and current row
    )
),

intervals as (
    select
        *,
        lead(entered_at) over (partition by ticket_id order by entered_at, step nulls last) as left_at
    from states
)

select
    'zendesk:' || intervals.ticket_id as case_id,
    'zendesk' as source_system,
    status.canonical_value as status,
    intervals.entered_at,
    intervals.left_at,
    'zendesk:' || nullif(intervals.author_id, -1) as actor,
    intervals.author_id = -1 as is_automatic,
    queue.canonical_value as queue,
    priority.canonical_value as priority
from intervals
left join vocabulary as status
    on status.field = 'status'
    and status.vendor_value = intervals.status
left join vocabulary as queue
    on queue.field = 'group_id'
    and queue.vendor_value = intervals.group_id
left join vocabulary as priority
    on priority.field = 'priority'
    and priority.vendor_value = intervals.priority
where intervals.left_at is null
    or intervals.left_at > intervals.entered_at
