select
    queues.queue,
    queues.language,
    coalesce(sum(daily.answered), 0) as answered
from {{ ref('queues') }} as queues
left join {{ ref('daily_calls') }} as daily on daily.queue = queues.queue
group by queues.queue, queues.language
