with

calendars as (
    select * from {{ ref('business_calendars') }}
),

hours as (
    select * from {{ ref('business_hours') }}
),

holidays as (
    select * from {{ ref('holidays') }}
),

bounds as (
    select
        (select cast(min(created_at) as date) from {{ ref('cases') }}) as first_date,
        (select cast(as_of as date) from {{ ref('as_of') }}) as last_date
),

-- One day more on both sides: a local date may begin before the date in UTC or end after it.
dates as (
    select
        cast(unnest(generate_series(
            first_date - interval '1 day', last_date + interval '1 day', interval '1 day'
        )) as date) as business_date
    from bounds
    where first_date is not null
),

-- An open day's last closing time; around the clock, midnight.
closings as (
    select
        calendars.calendar_id,
        calendars.timezone,
        dates.business_date,
        case
            when calendars.is_always_open then dates.business_date + interval '1 day'
            else dates.business_date + max(hours.closes_at)
        end as closes_local
    from calendars
    cross join dates
    left join hours
        on hours.calendar_id = calendars.calendar_id
        and hours.iso_weekday = extract(isodow from dates.business_date)
    left join holidays
        on holidays.calendar_id = calendars.calendar_id
        and holidays.holiday_on = dates.business_date
    where holidays.holiday_on is null
        and (calendars.is_always_open or hours.closes_at is not null)
    group by calendars.calendar_id, calendars.timezone, calendars.is_always_open, dates.business_date
)

select
    closings.calendar_id,
    closings.business_date,
    {{ to_utc('closings.closes_local', 'closings.timezone') }} as closes_at
from closings
cross join {{ ref('as_of') }} as as_of
where {{ to_utc('closings.closes_local', 'closings.timezone') }} <= as_of.as_of
