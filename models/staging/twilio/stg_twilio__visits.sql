{{ config(enabled=system_is_on('twilio')) }}

with

tasks as (
    select * from {{ ref('stg_twilio__tasks') }}
),

reservations as (
    select * from {{ ref('stg_twilio__reservations') }}
),

-- A visit begins where the task enters a queue or somebody begins to transfer it.
entries as (
    select
        task_id,
        event_id,
        occurred_at as entered_at,
        event_type,
        case when event_type = 'task-queue.entered' then task_queue_name end as queue_name,
        task_queue_name as queue_before,
        lead(event_type) over (partition by task_id order by occurred_at, event_id) as next_type,
        lead(occurred_at) over (partition by task_id order by occurred_at, event_id) as next_entered_at
    from {{ ref('stg_twilio__events') }}
    where event_type in ('task-queue.entered', 'task.transfer-initiated')
),

-- A transfer to a queue is told twice: begun, then entered.
beginnings as (
    select entries.*
    from entries
    where not (
        entries.event_type = 'task.transfer-initiated'
        and coalesce(entries.next_type = 'task-queue.entered', false)
        and not exists (
            select 1
            from reservations
            where reservations.task_id = entries.task_id
                and reservations.accepted_at between entries.entered_at and entries.next_entered_at
        )
    )
),

bounded as (
    select
        beginnings.task_id,
        beginnings.event_id as visit_id,
        beginnings.entered_at,
        beginnings.queue_name,
        beginnings.queue_before,
        lead(beginnings.entered_at) over (partition by beginnings.task_id order by beginnings.entered_at, beginnings.event_id)
            as next_entered_at
    from beginnings
),

-- The first who accepts after the entry answers the visit. Who joins later without a queue is a visit that did not wait.
accepted as (
    select
        reservations.*,
        bounded.visit_id,
        row_number() over (
            partition by reservations.task_id, bounded.visit_id order by reservations.accepted_at, reservations.reservation_id
        ) as place
    from reservations
    left join bounded
        on bounded.task_id = reservations.task_id
        and bounded.entered_at <= reservations.accepted_at
        and reservations.accepted_at < coalesce(bounded.next_entered_at, timestamp 'infinity')
    where reservations.accepted_at is not null
),

queue_of_visit as (
    select
        bounded.visit_id,
        arg_min(reservations.task_queue_name, reservations.offered_at) as queue_name
    from bounded
    inner join reservations
        on reservations.task_id = bounded.task_id
        and reservations.offered_at >= bounded.entered_at
        and reservations.offered_at < coalesce(bounded.next_entered_at, timestamp 'infinity')
    group by bounded.visit_id
),

-- A transfer that comes to nothing leaves the customer with whoever began it.
failures as (
    select
        bounded.visit_id,
        min(events.occurred_at) as failed_at
    from bounded
    inner join {{ ref('stg_twilio__events') }} as events
        on events.task_id = bounded.task_id
        and events.event_type in ('task.transfer-failed', 'task.transfer-canceled')
        and events.occurred_at >= bounded.entered_at
        and events.occurred_at < coalesce(bounded.next_entered_at, timestamp 'infinity')
    group by bounded.visit_id
),

visits as (
    select
        bounded.visit_id,
        bounded.task_id,
        bounded.entered_at,
        bounded.next_entered_at,
        -- A transfer to a person names no queue: that of the offer or, without one, that which the task is in.
        coalesce(bounded.queue_name, queue_of_visit.queue_name, bounded.queue_before) as queue_name,
        accepted.reservation_id
    from bounded
    left join queue_of_visit
        on queue_of_visit.visit_id = bounded.visit_id
    left join accepted
        on accepted.visit_id = bounded.visit_id
        and accepted.place = 1

    union all

    select
        reservation_id,
        task_id,
        null,
        null,
        task_queue_name,
        reservation_id
    from accepted
    where visit_id is null
        or place > 1
),

vocabulary as (
    select * from {{ ref('vocabulary') }} where source_system = 'twilio' and field = 'task_queue_name'
),

timed as (
    select
        visits.visit_id,
        visits.task_id,
        tasks.contact_id,
        visits.queue_name,
        -- One task queue may serve several channels, which are queues of their own here: 'chat:Everyone' goes before 'Everyone'.
        coalesce(of_channel.canonical_value, of_all.canonical_value) as queue,
        visits.reservation_id,
        reservations.worker_id,
        visits.entered_at,
        reservations.offered_at,
        reservations.accepted_at,
        -- Without a wrap-up the reservation is completed at once.
        coalesce(reservations.wrapup_at, reservations.completed_at, tasks.ended_at) as talk_ends_at,
        reservations.wrapup_at,
        reservations.completed_at,
        case
            when reservations.accepted_at is not null
                then coalesce(reservations.completed_at, reservations.wrapup_at, tasks.ended_at)
            else least(failures.failed_at, visits.next_entered_at, tasks.ended_at)
        end as left_at,
        visits.next_entered_at is not null as is_moved_on,
        tasks.loaded_at
    from visits
    inner join tasks
        on tasks.task_id = visits.task_id
    left join reservations
        on reservations.reservation_id = visits.reservation_id
    left join failures
        on failures.visit_id = visits.visit_id
    left join vocabulary as of_channel
        on of_channel.vendor_value = tasks.task_channel || ':' || visits.queue_name
    left join vocabulary as of_all
        on of_all.vendor_value = visits.queue_name
)

select
    visit_id,
    task_id,
    contact_id,
    queue_name,
    queue,
    reservation_id,
    worker_id,
    entered_at,
    offered_at,
    accepted_at,
    talk_ends_at,
    wrapup_at,
    completed_at,
    left_at,
    is_moved_on,
    loaded_at
from timed
