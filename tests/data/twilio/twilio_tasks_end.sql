{{ config(enabled=system_is_on('twilio'), severity='warn') }}

-- Tasks that have no end a week later: their last event was lost, and they never become contacts.

with

newest as (
    select max(occurred_at) as occurred_at from {{ ref('stg_twilio__events') }}
)

select
    tasks.task_id,
    tasks.created_at
from {{ ref('stg_twilio__tasks') }} as tasks
cross join newest
where tasks.ended_at is null
    and tasks.created_at < newest.occurred_at - interval '7 days'
