{#- How many open seconds have passed at any moment: one or more rows per calendar and date in UTC, so that a moment finds
    its rows by an equality. Read by the macros of macros/business_time.sql. -#}

with

openings as (
    select * from {{ ref('business_openings') }}
),

dates as (
    select cast(unnest(generate_series(
        cast(min(opens_at) as date) - interval '1 day', cast(max(closes_at) as date) + interval '1 day', interval '1 day'
    )) as date) as utc_date
    from openings
),

opening_dates as (
    select
        *,
        cast(unnest(generate_series(
            date_trunc('day', opens_at), date_trunc('day', closes_at - interval '1 microsecond'), interval '1 day'
        )) as date) as utc_date
    from openings
),

pieces as (
    select
        calendar_id,
        utc_date,
        greatest(opens_at, cast(utc_date as timestamp)) as opens_at,
        least(closes_at, utc_date + interval '1 day') as closes_at,
        open_sec_before + {{ seconds_between('opens_at', 'greatest(opens_at, cast(utc_date as timestamp))') }} as open_sec_before
    from opening_dates
),

-- Dates without an opening have a row too.
every_date as (
    select
        calendars.calendar_id,
        dates.utc_date,
        pieces.opens_at,
        pieces.closes_at,
        coalesce(
            pieces.open_sec_before,
            max(pieces.open_sec_before + {{ seconds_between('pieces.opens_at', 'pieces.closes_at') }}) over (
                partition by calendars.calendar_id order by dates.utc_date
            ),
            0
        ) as open_sec_before
    from {{ ref('business_calendars') }} as calendars
    cross join dates
    left join pieces
        on pieces.calendar_id = calendars.calendar_id
        and pieces.utc_date = dates.utc_date
)

select
    calendar_id,
    utc_date,
    opens_at,
    closes_at,
    open_sec_before,
    -- The first opening on a later date.
    min(opens_at) over (
        partition by calendar_id order by utc_date
        range between interval '1 day' following and unbounded following
    ) as opens_next_at
from every_date
