select
    called_on,
    queue,
    count(*) as answered,
    count(*) filter (where {{ in_time('wait_sec') }}) as answered_in_time,
    sum(talk_sec) as talk_sec
from {{ ref('answered_calls') }}
group by called_on, queue
