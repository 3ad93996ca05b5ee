-- The traps of the log, counted: a change in staging that loses one shows here.

with

events as (
    select * from {{ ref('stg_servicenow_incidents__events') }}
),

history as (
    select * from {{ ref('case_status_history') }}
),

counted as (
    select 'events' as trap, 141712 as expected, count(*) as found
    from history

    union all

    select 'events that happen in the minute of another one ahead', 14123, count(*)
    from events
    where date_trunc('minute', entered_at) <> entered_at

    union all

    select 'events logged before the one ahead', 5, count(*)
    from events
    where date_trunc('minute', entered_at) <> updated_at

    union all

    select 'events in the state without a name', 5, count(*)
    from events
    where incident_state = '-100'

    union all

    select 'events without a group', 14213, count(*)
    from history
    where queue is null

    union all

    select 'automatic events', 36162, count(*)
    from history
    where is_automatic

    union all

    select 'cases that an automation opened as resolved', 1543, count(*)
    from (select case_id from history group by case_id having arg_min(status = 'solved' and is_automatic, entered_at)) as born

    union all

    select 'cases that never were in solved', 13, count(*)
    from (select case_id from history group by case_id having not bool_or(status = 'solved')) as unresolved
)

select *
from counted
where found <> expected
