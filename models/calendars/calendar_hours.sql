{#- What weekly hours, holidays and validity come to on each date, in UTC. An opening over midnight is two pieces here: a
    holiday closes its own local day and nothing else. -#}

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

-- From well before the first contact to long enough after now for every due date.
bounds as (
    {% if var('calendar_from', none) is not none and var('calendar_to', none) is not none -%}
    select
        date '{{ var("calendar_from") }}' as first_date,
        date '{{ var("calendar_to") }}' as last_date
    {%- else -%}
    select
        cast(coalesce(min(moments.moment), max(as_of.as_of)) - interval '31 days' as date) as first_date,
        cast(max(as_of.as_of) + interval '400 days' as date) as last_date
    from {{ ref('as_of') }} as as_of
    left join (
        select min(started_at) as moment from {{ ref('interactions') }}
        union all
        select min(created_at) from {{ ref('cases') }}
    ) as moments
        on true
    {%- endif %}
),

dates as (
    select cast(unnest(generate_series(first_date, last_date, interval '1 day')) as date) as business_date
    from bounds
),

weekly as (
    select
        calendars.calendar_id,
        calendars.timezone,
        dates.business_date,
        hours.opens_at,
        hours.closes_at
    from calendars
    cross join dates
    inner join hours
        on hours.calendar_id = calendars.calendar_id
        and hours.iso_weekday = extract(isodow from dates.business_date)
        and dates.business_date >= coalesce(hours.valid_from, dates.business_date)
        and dates.business_date < coalesce(hours.valid_to, dates.business_date + 1)
    where not calendars.is_always_open
),

pieces as (
    select
        calendar_id,
        timezone,
        business_date,
        business_date as local_date,
        cast(business_date as timestamp) as opens_local,
        business_date + interval '1 day' as closes_local
    from calendars
    cross join dates
    where is_always_open

    union all

    select
        calendar_id,
        timezone,
        business_date,
        business_date,
        business_date + opens_at,
        case when closes_at > opens_at then business_date + closes_at else business_date + interval '1 day' end
    from weekly

    union all

    select
        calendar_id,
        timezone,
        business_date,
        business_date + 1,
        business_date + interval '1 day',
        (business_date + 1) + closes_at
    from weekly
    where closes_at < opens_at
        and closes_at > time '00:00'
),

dated as (
    select
        pieces.calendar_id,
        pieces.timezone,
        pieces.business_date,
        pieces.local_date,
        {{ to_utc('pieces.opens_local', 'pieces.timezone') }} as opens_at,
        {{ to_utc('pieces.closes_local', 'pieces.timezone') }} as closes_at
    from pieces
    anti join holidays
        on holidays.calendar_id = pieces.calendar_id
        and holidays.holiday_on = pieces.local_date
)

-- An hour that the clocks skip opens nothing.
select
    calendar_id,
    timezone,
    business_date,
    local_date,
    opens_at,
    closes_at
from dated
where closes_at > opens_at
