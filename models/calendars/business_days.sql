with

hours as (
    select * from {{ ref('calendar_hours') }}
),

calendars as (
    select * from {{ ref('business_calendars') }}
),

dates as (
    select cast(unnest(generate_series(min(local_date), max(local_date), interval '1 day')) as date) as local_date
    from hours
),

-- A business day is one on which the calendar opens; what remains open after midnight belongs to the day before.
opened as (
    select
        calendar_id,
        business_date,
        min(opens_at) as opens_at,
        max(closes_at) as closes_at
    from hours
    group by calendar_id, business_date
    having bool_or(local_date = business_date)
)

select
    calendars.calendar_id,
    dates.local_date,
    calendars.timezone,
    opened.business_date is not null as is_open,
    cast(count(opened.business_date) over (
        partition by calendars.calendar_id order by dates.local_date
    ) as integer) as day_no,
    opened.opens_at,
    opened.closes_at
from calendars
cross join dates
left join opened
    on opened.calendar_id = calendars.calendar_id
    and opened.business_date = dates.local_date
