with

intervals as (
    select * from {{ ref('agg_contact_intervals') }}
)

select
    channel,
    queue,
    direction,
    local_date
    {%- for measure in [
        'contacts', 'handled', 'ivr_exits', 'voicemails', 'transferred', 'handled_complete',
        'handle_sec', 'talk_sec', 'hold_sec', 'wrap_sec', 'handled_talk_only', 'talk_only_sec',
    ] %},
    cast(sum({{ measure }}) as bigint) as {{ measure }}
    {%- endfor %}
from intervals
group by channel, queue, direction, local_date
