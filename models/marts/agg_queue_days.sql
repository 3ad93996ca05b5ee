with

intervals as (
    select * from {{ ref('agg_queue_intervals') }}
)

select
    channel,
    queue,
    local_date,
    {% for measure in [
        'offered', 'answered', 'abandoned', 'missed', 'short_abandoned', 'answered_within_threshold',
        'abandoned_within_threshold', 'voicemails', 'callbacks', 'asa_answered', 'asa_wait_sec', 'abandoned_wait_sec',
    ] -%}
    cast(sum({{ measure }}) as bigint) as {{ measure }},
    {% endfor -%}
    max(longest_wait_sec) as longest_wait_sec
from intervals
group by channel, queue, local_date
