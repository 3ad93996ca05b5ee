with

delivered as (
    {{ union_systems_of_customers('cases') }}
),

history as (
    select * from {{ ref('case_status_history') }}
),

births as (
    select
        case_id,
        tier as born_tier,
        row_number() over (partition by case_id order by entered_at) as place
    from history
),

-- An automatic close is no resolve; a person who closes without solving resolves.
resolves as (
    select
        case_id,
        min(entered_at) as first_resolved_at,
        max(entered_at) as last_resolved_at
    from history
    where status = 'solved'
        or (status = 'closed' and not is_automatic)
    group by case_id
),

milestones as (
    select
        history.case_id,
        min(history.entered_at) filter (where history.status = 'closed') as closed_at,
        cast(count(*) filter (where history.is_reopen) as integer) as reopen_count,
        max(history.entered_at) filter (where history.is_reopen) as last_reopened_at,
        max(history.tier) as escalation_level,
        min(births.born_tier) as born_tier,
        min(history.entered_at) filter (where history.tier > births.born_tier) as escalated_at
    from history
    inner join births
        on births.case_id = history.case_id
        and births.place = 1
    group by history.case_id
)

select
    delivered.case_id,
    delivered.source_system,
    delivered.source_url,
    delivered.customer_id,
    delivered.created_at,
    delivered.first_response_at,
    delivered.workaround_at,
    resolves.first_resolved_at,
    case when delivered.status in ('solved', 'closed') then resolves.last_resolved_at end as resolved_at,
    milestones.closed_at,
    delivered.status,
    delivered.vendor_status,
    delivered.priority,
    delivered.severity,
    delivered.channel,
    delivered.queue,
    delivered.issue_type,
    delivered.product_area,
    delivered.assignee,
    coalesce(milestones.reopen_count, 0) > 0 as reopen_flag,
    coalesce(milestones.reopen_count, 0) as reopen_count,
    milestones.last_reopened_at,
    milestones.escalation_level,
    milestones.escalated_at,
    milestones.born_tier,
    delivered.last_human_update_at,
    coalesce(delivered.is_customer_opened, false) as is_customer_opened,
    delivered.public_reply_count,
    delivered.active_time_sec,
    coalesce(delivered.is_test, false) as is_test,
    delivered.loaded_at
from delivered
left join milestones
    on milestones.case_id = delivered.case_id
left join resolves
    on resolves.case_id = delivered.case_id
where delivered.created_at <= {{ run_start() }}
