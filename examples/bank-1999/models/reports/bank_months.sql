with

queue_months as (
    select * from {{ ref('rpt_queue_performance') }} where period = 'month' and queue = 'all'
),

contact_months as (
    select * from {{ ref('rpt_contact_performance') }} where period = 'month' and queue = 'all' and direction = 'inbound'
),

call_months as (
    select
        cast(date_trunc('month', {{ to_local('started_at', 'local_timezone') }}) as date) as period_start,
        count(*) as calls
    from {{ ref('interactions') }}
    group by 1
)

select
    queue_months.period_start as month,
    call_months.calls,
    queue_months.offered,
    queue_months.answered,
    queue_months.abandoned,
    round(100 * queue_months.abandonment_rate, 3) as abandonment_pct,
    round(queue_months.average_speed_of_answer_sec, 3) as asa_sec,
    round(100 * queue_months.service_level_a, 3) as service_level_a_pct,
    round(100 * queue_months.service_level_b, 3) as service_level_b_pct,
    round(100 * queue_months.service_level_c, 3) as service_level_c_pct,
    round(100 * queue_months.service_level_d, 3) as service_level_d_pct,
    round(100 * queue_months.service_level_e, 3) as service_level_e_pct,
    round(100 * queue_months.service_level_f, 3) as service_level_f_pct,
    -- The log has neither hold nor wrap-up, so this is talk time only and never in the column of complete handle times.
    round(contact_months.average_talk_only_time_sec, 2) as aht_sec
from queue_months
inner join contact_months
    on contact_months.period_start = queue_months.period_start
    and contact_months.channel = queue_months.channel
inner join call_months
    on call_months.period_start = queue_months.period_start
order by month
