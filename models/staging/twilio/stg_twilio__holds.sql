{{ config(enabled=system_is_on('twilio')) }}

with

-- TaskRouter knows no hold: the status callbacks of the conference do. Flex names a conference after its task.
callbacks as (
    select distinct
        "FriendlyName" as task_id,
        "CallSid" as call_id,
        "StatusCallbackEvent" as event_type,
        strptime("Timestamp", '%a, %d %b %Y %H:%M:%S %z') at time zone 'UTC' as occurred_at,
        cast("SequenceNumber" as integer) as sequence_number
    from {{ source('twilio', 'conference_events') }}
),

of_customers as (
    select callbacks.*
    from callbacks
    inner join {{ ref('stg_twilio__tasks') }} as tasks
        on tasks.task_id = callbacks.task_id
        and tasks.call_id = callbacks.call_id
),

followed as (
    select
        task_id,
        event_type,
        occurred_at as held_at,
        lead(occurred_at) over (partition by task_id order by occurred_at, sequence_number) as resumed_at
    from of_customers
    where event_type in ('participant-hold', 'participant-unhold', 'participant-leave')
)

select
    task_id,
    held_at,
    resumed_at
from followed
where event_type = 'participant-hold'
