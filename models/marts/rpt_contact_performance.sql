{{ config(materialized='view') }}

with

days as (
    select * from {{ ref('agg_contact_days') }}
),

dated as (
    {{ in_each_period('days', 'local_date') }}
),

-- Channels and directions are never pooled; the queues of a channel are, as 'all'.
summed as (
    select
        period,
        period_start,
        channel,
        direction,
        case when grouping(queue) = 1 then 'all' else queue end as queue,
        {{ add_up(contact_measures()) }}
    from dated
    group by grouping sets ((period, period_start, channel, direction, queue), (period, period_start, channel, direction))
)

select
    period,
    period_start,
    channel,
    direction,
    queue,
    contacts,
    handled,
    ivr_exits,
    voicemails,
    transferred,
    handled_complete,
    handle_sec,
    talk_sec,
    hold_sec,
    wrap_sec,
    handled_talk_only,
    talk_only_sec,
    {{ rate('handle_sec', 'handled_complete') }} as average_handle_time_sec,
    {{ rate('talk_only_sec', 'handled_talk_only') }} as average_talk_only_time_sec,
    {{ rate('transferred', 'handled') }} as transfer_rate
from summed
