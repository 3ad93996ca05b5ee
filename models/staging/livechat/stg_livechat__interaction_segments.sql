{{ config(enabled=system_is_on('livechat')) }}

with

visits as (
    select * from {{ ref('stg_livechat__visits') }} where queue is not null
),

leavers as (
    select
        leavers.*,
        queue.canonical_value as queue
    from {{ ref('stg_livechat__queue_leavers') }} as leavers
    inner join {{ ref('vocabulary') }} as queue
        on queue.source_system = 'livechat'
        and queue.field = 'group_id'
        and queue.vendor_value = leavers.group_id
    where not leavers.is_in_archives
)

select
    'livechat:' || visit_key as segment_id,
    'livechat:' || thread_id as interaction_id,
    'livechat' as source_system,
    seq,
    queue,
    'livechat:' || agent_key as agent_id,
    queued_at,
    answered_at,
    left_at,
    cast({{ seconds_between('queued_at', 'coalesce(answered_at, left_at)') }} as integer) as queue_time_sec,
    cast({{ seconds_between('joined_at', 'answered_at') }} as integer) as ring_time_sec,
    case
        when vendor_outcome <> 'restricted' then cast({{ seconds_between('answered_at', 'left_at') }} as integer)
    end as talk_time_sec,
    -- Nobody is put on hold in a chat.
    case when answered_at is not null then 0 end as hold_time_sec,
    outcome,
    vendor_outcome,
    loaded_at,
    {{ not_delivered('interaction_segments', ['wrap_time_sec']) }}
from visits
union all
select
    'livechat:left-' || leaver_key || ':1',
    'livechat:left-' || leaver_key,
    'livechat',
    1,
    queue,
    null,
    queued_at,
    null,
    queued_at + to_seconds(queue_time_sec),
    queue_time_sec,
    null,
    null,
    null,
    'abandoned',
    'queued_visitors_left',
    queued_at + to_seconds(queue_time_sec),
    null
from leavers
