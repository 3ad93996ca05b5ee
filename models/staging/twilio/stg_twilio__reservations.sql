{{ config(enabled=system_is_on('twilio')) }}

with

events as (
    select * from {{ ref('stg_twilio__events') }} where reservation_id is not null
)

select
    reservation_id,
    max(task_id) as task_id,
    max(worker_id) as worker_id,
    arg_max(task_queue_name, occurred_at) filter (where task_queue_name is not null) as task_queue_name,
    min(occurred_at) filter (where event_type = 'reservation.created') as offered_at,
    min(occurred_at) filter (where event_type = 'reservation.accepted') as accepted_at,
    min(occurred_at) filter (
        where event_type in (
            'reservation.rejected', 'reservation.timeout', 'reservation.canceled', 'reservation.rescinded', 'reservation.failed'
        )
    ) as withdrawn_at,
    min(occurred_at) filter (where event_type = 'reservation.wrapup') as wrapup_at,
    max(occurred_at) filter (where event_type = 'reservation.completed') as completed_at,
    max(loaded_at) as loaded_at
from events
group by reservation_id
