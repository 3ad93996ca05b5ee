with

cases as (
    select
        schedule as calendar_id,
        cast(replace(start_utc, 'Z', '') as timestamp) as starts_at,
        cast(replace(end_utc, 'Z', '') as timestamp) as ends_at,
        60 * business_minutes as expected_sec,
        note
    from {{ ref('business_hours_cases') }}

    union all

    select 'BIZ_UTC', timestamp '2006-01-01', timestamp '2006-01-08', 39.5 * 3600, 'the worked example of a well-known library'
)

select
    calendar_id,
    starts_at,
    ends_at,
    expected_sec,
    {{ business_seconds_between('starts_at', 'ends_at', 'calendar_id') }} as business_sec,
    note
from cases
