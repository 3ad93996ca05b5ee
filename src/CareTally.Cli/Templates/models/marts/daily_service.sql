-- Service level: the share of offered calls that were answered within the time promised.
select
    call_date,
    queue_name,
    count(*) as offered,
    count(*) filter (where is_answered) as answered,
    count(*) filter (where not is_answered) as abandoned,
    round(count(*) filter (where is_answered and wait_seconds <= {{ var('service_level_seconds') }}) / count(*), 4) as service_level,
    round(avg(wait_seconds) filter (where is_answered), 1) as average_speed_of_answer
from {{ ref('stg_calls') }}
group by call_date, queue_name
order by call_date, queue_name
