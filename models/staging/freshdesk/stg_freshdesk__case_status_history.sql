{{ config(enabled=system_is_on('freshdesk')) }}

with

tickets as (
    select * from {{ ref('stg_freshdesk__tickets') }}
),

activities as (
    select * from {{ ref('stg_freshdesk__ticket_activities') }}
),

vocabulary as (
    select * from {{ ref('vocabulary') }} where source_system = 'freshdesk'
),

logged as (
    select
        activities.ticket_id,
        activities.performed_at as entered_at,
        10 + activities.step as step,
        activities.performer_id,
        activities.performer_type = 'system' as is_automatic,
        status.canonical_value as status,
        queue.canonical_value as queue,
        priority.canonical_value as priority
    from activities
    left join vocabulary as status
        on status.field = 'status_label'
        and status.vendor_value = activities.status_label
    left join vocabulary as queue
        on queue.field = 'group_name'
        and queue.vendor_value = activities.group_name
    left join vocabulary as priority
        on priority.field = 'priority'
        and priority.vendor_value = activities.priority_label
    where activities.status_label is not null
        or activities.group_name is not null
        or activities.priority_label is not null
),

logged_per_ticket as (
    select
        ticket_id,
        min(entered_at) as first_logged_at,
        max(entered_at) as last_logged_at,
        arg_max(status, step) filter (where status is not null) as last_status,
        bool_or(queue is not null) as knows_queue,
        bool_or(priority is not null) as knows_priority
    from logged
    group by ticket_id
),

described as (
    select
        tickets.*,
        logged_per_ticket.first_logged_at,
        logged_per_ticket.last_logged_at,
        status.canonical_value as current_status,
        logged_per_ticket.last_status as last_logged_status,
        -- What no activity tells has not changed: the ticket's own value holds for its whole life.
        case when not coalesce(logged_per_ticket.knows_queue, false) then queue.canonical_value end as unchanged_queue,
        case when not coalesce(logged_per_ticket.knows_priority, false) then priority.canonical_value end as unchanged_priority
    from tickets
    left join logged_per_ticket
        on logged_per_ticket.ticket_id = tickets.ticket_id
    left join vocabulary as status
        on status.field = 'status'
        and status.vendor_value = cast(tickets.status as varchar)
    left join vocabulary as queue
        on queue.field = 'group_id'
        and queue.vendor_value = cast(tickets.group_id as varchar)
    left join vocabulary as priority
        on priority.field = 'priority'
        and priority.vendor_value = cast(tickets.priority as varchar)
),

-- Activities are kept for 30 days: what lies before the first of them is told, with gaps, by the ticket's stats.
remembered as (
    select ticket_id, created_at as entered_at, 1 as step, 'open' as status, first_logged_at, last_logged_at
    from described
    union all
    select ticket_id, resolved_at, 2, 'solved', first_logged_at, last_logged_at
    from described
    union all
    select ticket_id, closed_at, 3, 'closed', first_logged_at, last_logged_at
    from described
    union all
    select ticket_id, reopened_at, 4, 'open', first_logged_at, last_logged_at
    from described
    union all
    select ticket_id, pending_since, 5, 'pending', first_logged_at, last_logged_at
    from described
),

-- A day's file was missed: the state that the ticket has now began when its status was last set.
missed as (
    select
        ticket_id,
        greatest(status_updated_at, coalesce(last_logged_at, created_at)) as entered_at,
        cast(1000000 as bigint) as step,
        current_status as status
    from described
    where last_logged_status is distinct from current_status
        and not (is_deleted or is_spam)
        and (last_logged_at is not null or current_status not in ('solved', 'closed', 'pending'))
),

-- Deletion and the spam folder leave no activity that can be relied on.
removed as (
    select
        ticket_id,
        updated_at as entered_at,
        cast(2000000 as bigint) as step,
        'deleted' as status
    from described
    where is_deleted
        or is_spam
),

steps as (
    select ticket_id, entered_at, step, performer_id, is_automatic, status, queue, priority
    from logged
    union all
    select ticket_id, entered_at, step, cast(null as bigint), false, status, cast(null as varchar), cast(null as varchar)
    from remembered
    where entered_at is not null
        and (first_logged_at is null or entered_at < first_logged_at)
    union all
    select ticket_id, entered_at, step, cast(null as bigint), false, status, cast(null as varchar), cast(null as varchar)
    from missed
    union all
    select ticket_id, entered_at, step, cast(null as bigint), false, status, cast(null as varchar), cast(null as varchar)
    from removed
),

-- An activity names only what it changes: the rest carries on.
states as (
    select
        ticket_id,
        entered_at,
        step,
        performer_id,
        is_automatic,
        last_value(status ignore nulls) over carried as status,
        last_value(queue ignore nulls) over carried as queue,
        last_value(priority ignore nulls) over carried as priority,
        lead(entered_at) over (partition by ticket_id order by entered_at, step) as left_at
    from steps
    window carried as (
        partition by ticket_id order by entered_at, step
        rows between unbounded preceding and current row
    )
)

select
    'freshdesk:' || states.ticket_id as case_id,
    'freshdesk' as source_system,
    states.status,
    states.entered_at,
    states.left_at,
    'freshdesk:' || states.performer_id as actor,
    states.is_automatic,
    coalesce(states.queue, described.unchanged_queue) as queue,
    coalesce(states.priority, described.unchanged_priority) as priority
from states
inner join described
    on described.ticket_id = states.ticket_id
where states.left_at is null
    or states.left_at > states.entered_at
