{{ config(enabled=system_is_on('salesforce')) }}

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
        work.work_item_id as chat_id,
        work.user_id,
        queue.canonical_value as queue,
        work.assigned_at,
        work.accepted_at,
        work.closed_at {{- ' - to_seconds(coalesce(work.wrap_time_sec, 0))' if handle_includes_wrap }} as talked_until,
        work.closed_at {{- ' + to_seconds(coalesce(work.wrap_time_sec, 0))' if not handle_includes_wrap }} as worked_until,
        coalesce(work.accepted_at, work.declined_at, work.cancelled_at) as rang_until,
        -- Pushed again after a decline, some accounts keep the first moment of routing.
        greatest(
            work.requested_at,
            lag(coalesce(work.closed_at, work.declined_at, work.cancelled_at)) over in_order
        ) as waited_since,
        coalesce(count(work.accepted_at) over (
            partition by work.work_item_id order by work.assigned_at, work.agent_work_id
            rows between 1 following and unbounded following
        ), 0) > 0 as is_passed_on,
        work.loaded_at
    from {{ ref('stg_salesforce__agent_work') }} as work
    inner join chats
        on chats.chat_id = work.work_item_id
    left join {{ ref('stg_salesforce__group') }} as groups
        on groups.group_id = work.group_id
    left join vocabulary as queue
        on queue.field = 'chat_queue'
        and queue.vendor_value = groups.developer_name
    window in_order as (partition by work.work_item_id order by work.assigned_at, work.agent_work_id)
),

unrouted as (
    select
        chats.*,
        queue.canonical_value as queue
    from chats
    left join vocabulary as queue
        on queue.field = 'chat_button'
        and queue.vendor_value = chats.button
    left join vocabulary as outcome
        on outcome.field = 'chat_status'
        and outcome.vendor_value = chats.status
    where chats.chat_id not in (select chat_id from pushes)
        and outcome.canonical_value is distinct from 'blocked'
),

intervals as (
    select
        chat_id,
        'queued' as state,
        waited_since as entered_at,
        assigned_at as left_at,
        cast(null as varchar) as user_id,
        queue,
        false as is_estimated,
        loaded_at
    from pushes
    union all
    select chat_id, 'ringing', assigned_at, rang_until, user_id, queue, false, loaded_at
    from pushes
    union all
    select chat_id, 'connected', accepted_at, talked_until, user_id, queue, false, loaded_at
    from pushes
    union all
    select chat_id, 'wrap', talked_until, worked_until, user_id, queue, true, loaded_at
    from pushes
    where accepted_at is not null
    union all
    select chat_id, 'queued', requested_at, coalesce(started_at, ended_at), null, queue, false, loaded_at
    from unrouted
    union all
    select chat_id, 'connected', started_at, ended_at, owner_id, queue, false, loaded_at
    from unrouted
),

moments as (
    select chat_id, 'transferred' as state, closed_at as entered_at, user_id, queue, loaded_at
    from (select *, worked_until as closed_at from pushes)
    where accepted_at is not null
        and is_passed_on
    union all
    -- The chat's own end, or that of the wrap-up behind it.
    select
        chats.chat_id,
        case
            when chats.started_at is null and (chats.abandoned_after_sec > 0 or outcome.canonical_value = 'abandoned')
                then 'abandoned'
            else 'ended'
        end,
        greatest(chats.ended_at, max(pushes.worked_until)),
        cast(null as varchar),
        cast(null as varchar),
        chats.loaded_at
    from chats
    left join pushes
        on pushes.chat_id = chats.chat_id
    left join vocabulary as outcome
        on outcome.field = 'chat_status'
        and outcome.vendor_value = chats.status
    where outcome.canonical_value is distinct from 'blocked'
    group by
        chats.chat_id, chats.started_at, chats.ended_at, chats.abandoned_after_sec, outcome.canonical_value, chats.loaded_at
),

events as (
    select chat_id, state, entered_at, left_at, user_id, queue, is_estimated, loaded_at
    from intervals
    where left_at > entered_at
    union all
    select chat_id, state, entered_at, entered_at, user_id, queue, false, loaded_at
    from moments
)

select
    'salesforce:' || chat_id as interaction_id,
    'salesforce' as source_system,
    row_number() over (partition by chat_id order by entered_at, left_at) as seq,
    state,
    entered_at,
    left_at,
    'salesforce:' || user_id as agent_id,
    queue,
    is_estimated,
    loaded_at
from events
