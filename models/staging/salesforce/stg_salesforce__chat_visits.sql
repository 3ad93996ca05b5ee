{{ config(enabled=system_is_on('salesforce')) }}

{#- Does the time from accepted to closed contain the wrap-up? -#}
{%- set handle_includes_wrap = var('salesforce_handle_time_includes_wrap') %}

with

chats as (
    select * from {{ ref('stg_salesforce__live_chat_transcript') }} where is_finished
),

vocabulary as (
    select * from {{ ref('vocabulary') }} where source_system = 'salesforce'
),

pushes as (
    select
        work.*,
        groups.developer_name as group_name
    from {{ ref('stg_salesforce__agent_work') }} as work
    left join {{ ref('stg_salesforce__group') }} as groups
        on groups.group_id = work.group_id
    where work.work_item_kind = 'chat'
),

-- A push that an agent declined belongs to the wait that the next one ends.
numbered as (
    select
        *,
        count(accepted_at) over (
            partition by work_item_id order by assigned_at, agent_work_id
            rows between unbounded preceding and 1 preceding
        ) as visit
    from pushes
),

routed as (
    select
        work_item_id as chat_id,
        visit,
        min(requested_at) as queued_at,
        max(accepted_at) as answered_at,
        max(coalesce(closed_at, cancelled_at, declined_at)) as left_at,
        max(user_id) filter (where accepted_at is not null) as user_id,
        arg_max(group_name, assigned_at) as group_name,
        sum({{ seconds_between('assigned_at', 'coalesce(accepted_at, declined_at, cancelled_at)') }}) as ring_time_sec,
        sum(handle_time_sec) filter (where accepted_at is not null) as handle_time_sec,
        sum(wrap_time_sec) filter (where accepted_at is not null) as wrap_time_sec,
        arg_max(status, assigned_at) as vendor_outcome,
        max(loaded_at) as loaded_at
    from numbered
    group by work_item_id, visit
),

from_routing as (
    select
        routed.chat_id,
        routed.visit,
        queue.canonical_value as queue,
        routed.user_id,
        routed.queued_at,
        routed.answered_at,
        -- The visitor leaves after the last push was declined.
        case
            when routed.answered_at is null and routed.visit = max(routed.visit) over (partition by routed.chat_id)
                then greatest(routed.left_at, chats.ended_at)
            else routed.left_at
        end as left_at,
        cast(routed.ring_time_sec as integer) as ring_time_sec,
        cast(
            routed.handle_time_sec {{- ' - coalesce(routed.wrap_time_sec, 0)' if handle_includes_wrap }} as integer
        ) as talk_time_sec,
        cast(routed.wrap_time_sec as integer) as wrap_time_sec,
        routed.vendor_outcome,
        routed.loaded_at
    from routed
    inner join chats
        on chats.chat_id = routed.chat_id
    left join vocabulary as queue
        on queue.field = 'chat_queue'
        and queue.vendor_value = routed.group_name
),

-- Without Omni-Channel, and where the visitor left before the first push, the transcript alone tells of the queue.
from_transcripts as (
    select
        chats.chat_id,
        cast(0 as bigint) as visit,
        queue.canonical_value as queue,
        case when chats.started_at is not null then chats.owner_id end as user_id,
        chats.requested_at as queued_at,
        chats.started_at as answered_at,
        chats.ended_at as left_at,
        cast(null as integer) as ring_time_sec,
        chats.chat_duration_sec as talk_time_sec,
        cast(null as integer) as wrap_time_sec,
        chats.status as vendor_outcome,
        chats.loaded_at
    from chats
    left join vocabulary as queue
        on queue.field = 'chat_button'
        and queue.vendor_value = chats.button
    where chats.chat_id not in (select work_item_id from pushes)
),

visits as (
    select * from from_routing
    union all
    select * from from_transcripts
)

select
    visits.chat_id || ':' || visits.visit as visit_key,
    visits.chat_id,
    row_number() over (partition by visits.chat_id order by visits.queued_at, visits.visit) as seq,
    visits.queue,
    visits.user_id,
    visits.queued_at,
    visits.answered_at,
    visits.left_at,
    cast({{ seconds_between('visits.queued_at', 'coalesce(visits.answered_at, visits.left_at)') }} as integer) as queue_time_sec,
    visits.ring_time_sec,
    visits.talk_time_sec,
    visits.wrap_time_sec,
    case
        when visits.answered_at is not null then 'answered'
        -- The visitor went away; the vendor counts the seconds before that.
        when chats.abandoned_after_sec > 0 then 'abandoned'
        else coalesce(nullif(outcome.canonical_value, 'answered'), 'missed')
    end as outcome,
    visits.vendor_outcome,
    visits.loaded_at
from visits
inner join chats
    on chats.chat_id = visits.chat_id
left join vocabulary as outcome
    on outcome.field = 'chat_status'
    and outcome.vendor_value = chats.status
-- A blocked visitor was never in a queue.
where outcome.canonical_value is distinct from 'blocked'
