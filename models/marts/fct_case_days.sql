with

history as (
    select * from {{ ref('case_status_history') }} where status in ('new', 'open', 'pending', 'hold')
),

cases as (
    select * from {{ ref('cases') }} {% if var('exclude_test_traffic', true) %}where not is_test{% endif %}
),

queues as (
    select * from {{ ref('queues') }}
),

business_dates as (
    select * from {{ ref('business_dates') }}
),

-- A case is in the backlog of a date with the state it had at the closing instant.
open_at_close as (
    select
        history.case_id,
        business_dates.business_date,
        business_dates.closes_at,
        coalesce(history.queue, 'none') as queue,
        history.status,
        history.priority,
        cases.created_at,
        {{ seconds_between('cases.created_at', 'business_dates.closes_at') }} / 3600 as age_hours
    from history
    inner join cases
        on cases.case_id = history.case_id
    left join queues
        on queues.queue = history.queue
    inner join business_dates
        on business_dates.calendar_id = coalesce(queues.calendar_id, '{{ var("default_calendar") }}')
        and business_dates.closes_at >= history.entered_at
        and business_dates.closes_at < coalesce(history.left_at, timestamp 'infinity')
),

-- Queues close at instants of their own: a case that moved from one to another in between is in the backlog of the last.
ranked as (
    select
        *,
        row_number() over (partition by case_id, business_date order by closes_at desc) as place
    from open_at_close
)

select
    case_id,
    business_date,
    closes_at,
    queue,
    status,
    status = 'pending' as is_waiting_on_customer,
    priority,
    created_at,
    age_hours,
    case
        when age_hours < 24 then '0-24 h'
        when age_hours < 48 then '24-48 h'
        when age_hours < 168 then '2-7 d'
        else '7 d+'
    end as age_band
from ranked
where place = 1
