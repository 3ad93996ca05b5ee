{{ config(enabled=system_is_on('twilio')) }}

with

-- Older events are called worker.activity alone.
changes as (
    select
        worker_id,
        event_id,
        occurred_at,
        worker_activity,
        worker_previous_activity,
        worker_previous_activity_sec,
        loaded_at
    from {{ ref('stg_twilio__events') }}
    where event_type like 'worker.activity%'
        or event_type = 'worker.deleted'
),

in_order as (
    select
        *,
        lead(occurred_at) over (partition by worker_id order by occurred_at, event_id) as next_at,
        row_number() over (partition by worker_id order by occurred_at, event_id) as place
    from changes
),

-- What was before the first change we know is told by that change.
states as (
    select
        worker_id,
        worker_previous_activity as activity,
        occurred_at - to_milliseconds(cast(round(1000 * worker_previous_activity_sec) as bigint)) as started_at,
        occurred_at as ended_at,
        loaded_at
    from in_order
    where place = 1
        and worker_previous_activity is not null
        and worker_previous_activity_sec > 0

    union all

    select
        worker_id,
        worker_activity,
        occurred_at,
        next_at,
        loaded_at
    from in_order
    where worker_activity is not null
        and (next_at is null or next_at > occurred_at)
),

vocabulary as (
    select * from {{ ref('vocabulary') }} where source_system = 'twilio' and field = 'worker_activity'
)

select
    'twilio:' || states.worker_id as agent_id,
    'twilio' as source_system,
    vocabulary.canonical_value as state,
    states.activity as vendor_state,
    states.started_at,
    states.ended_at,
    states.loaded_at
from states
left join vocabulary
    on vocabulary.vendor_value = states.activity
