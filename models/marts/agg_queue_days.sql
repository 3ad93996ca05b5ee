with

intervals as (
    select * from {{ ref('agg_queue_intervals') }}
)

select
    channel,
    queue,
    local_date,
    {{ add_up(queue_measures()) }},
    max(longest_wait_sec) as longest_wait_sec
from intervals
group by channel, queue, local_date
