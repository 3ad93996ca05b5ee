with

delivered as (
    {{ union_systems('case_status_history') }}
),

queues as (
    select * from {{ ref('queues') }}
)

select
    delivered.case_id,
    delivered.source_system,
    delivered.status,
    delivered.entered_at,
    delivered.left_at,
    delivered.actor,
    delivered.is_automatic,
    delivered.queue,
    queues.tier,
    delivered.priority,
    -- A reopen is the step out of solved itself, so a case that is still open counts.
    coalesce(
        lag(delivered.status) over in_order in ('solved', 'closed')
            and delivered.status in ('new', 'open', 'pending', 'hold'),
        false
    ) as is_reopen
from delivered
left join queues
    on queues.queue = delivered.queue
where delivered.entered_at <= {{ run_start() }}
window in_order as (partition by delivered.case_id order by delivered.entered_at)
