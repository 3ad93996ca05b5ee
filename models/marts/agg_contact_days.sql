with

intervals as (
    select * from {{ ref('agg_contact_intervals') }}
)

select
    channel,
    queue,
    direction,
    local_date,
    {{ add_up(contact_measures()) }}
from intervals
group by channel, queue, direction, local_date
