{{ config(enabled=system_is_on('freshdesk')) }}

with

ranked as (
    select
        *,
        row_number() over (partition by id order by updated_at desc) as place
    from {{ source('freshdesk', 'time_entries') }}
)

select
    id as time_entry_id,
    ticket_id,
    agent_id,
    coalesce(timer_running, false) as is_running,
    time_spent_in_seconds as time_spent_sec,
    updated_at
from ranked
where place = 1
