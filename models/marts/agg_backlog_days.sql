with

case_days as (
    select * from {{ ref('fct_case_days') }}
),

queues as (
    select * from {{ ref('queues') }}
),

business_dates as (
    select * from {{ ref('business_dates') }}
),

-- Only queues that ever held a case, and each of them on all its business dates: an empty backlog is a row of zeros.
days as (
    select
        queue_list.queue,
        business_dates.business_date,
        business_dates.closes_at
    from (select distinct queue from case_days) as queue_list
    left join queues
        on queues.queue = queue_list.queue
    inner join business_dates
        on business_dates.calendar_id = coalesce(queues.calendar_id, '{{ var("default_calendar") }}')
)

select
    days.business_date,
    days.queue,
    days.closes_at,
    count(case_days.case_id) as open_cases,
    count(case_days.case_id) filter (where case_days.status = 'new') as status_new,
    count(case_days.case_id) filter (where case_days.status = 'open') as status_open,
    count(case_days.case_id) filter (where case_days.status = 'pending') as status_pending,
    count(case_days.case_id) filter (where case_days.status = 'hold') as status_hold,
    count(case_days.case_id) filter (where case_days.is_waiting_on_customer) as waiting_on_customer,
    count(case_days.case_id) filter (where case_days.age_band = '0-24 h') as age_0_24h,
    count(case_days.case_id) filter (where case_days.age_band = '24-48 h') as age_24_48h,
    count(case_days.case_id) filter (where case_days.age_band = '2-7 d') as age_2_7d,
    count(case_days.case_id) filter (where case_days.age_band = '7 d+') as age_over_7d,
    max(case_days.age_hours) as oldest_age_hours
from days
left join case_days
    on case_days.queue = days.queue
    and case_days.business_date = days.business_date
group by days.business_date, days.queue, days.closes_at
