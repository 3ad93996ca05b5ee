with

business_days as (
    select * from {{ ref('business_days') }} where is_open
),

-- From the day before the first case on: a local date may begin before the date in UTC.
bounds as (
    select cast(min(created_at) as date) - 1 as first_date
    from {{ ref('cases') }}
)

select
    business_days.calendar_id,
    business_days.local_date as business_date,
    -- An open day's last closing time; around the clock, midnight.
    business_days.closes_at
from business_days
inner join bounds
    on business_days.local_date >= bounds.first_date
cross join {{ ref('as_of') }} as as_of
where business_days.closes_at <= as_of.as_of
