{{ config(enabled=system_is_on('livechat')) }}

with

visits as (
    select * from {{ ref('stg_livechat__visits') }}
),

threads as (
    select
        threads.thread_id,
        threads.created_at,
        threads.loaded_at,
        summaries.handoff_at,
        summaries.ended_at,
        summaries.bot_took_part,
        summaries.outcome
    from {{ ref('stg_livechat__threads') }} as threads
    inner join {{ ref('stg_livechat__thread_summaries') }} as summaries
        on summaries.thread_id = threads.thread_id
    where not summaries.is_greeting_only
),

intervals as (
    select
        thread_id,
        'bot' as state,
        created_at as entered_at,
        coalesce(handoff_at, ended_at) as left_at,
        cast(null as varchar) as agent_key,
        cast(null as varchar) as queue,
        loaded_at
    from threads
    where bot_took_part
    union all
    select thread_id, 'queued', queued_at, coalesce(joined_at, answered_at, left_at), null, queue, loaded_at
    from visits
    union all
    select thread_id, 'ringing', joined_at, answered_at, agent_key, queue, loaded_at
    from visits
    union all
    select thread_id, 'connected', answered_at, left_at, agent_key, queue, loaded_at
    from visits
),

moments as (
    select thread_id, 'transferred' as state, left_at as entered_at, agent_key, queue, loaded_at
    from visits
    where left_at < (select max(later.left_at) from visits as later where later.thread_id = visits.thread_id)
    union all
    select thread_id, case when outcome = 'abandoned' then 'abandoned' else 'ended' end, ended_at, null, null, loaded_at
    from threads
),

events as (
    select thread_id, state, entered_at, left_at, agent_key, queue, loaded_at
    from intervals
    where left_at > entered_at
    union all
    select thread_id, state, entered_at, entered_at, agent_key, queue, loaded_at
    from moments
),

leavers as (
    select
        'left-' || leaver_key as thread_id,
        queued_at,
        queued_at + to_seconds(queue_time_sec) as left_at
    from {{ ref('stg_livechat__queue_leavers') }}
    where not is_in_archives
),

together as (
    select * from events
    union all
    select thread_id, 'queued', queued_at, left_at, null, null, left_at
    from leavers
    union all
    select thread_id, 'abandoned', left_at, left_at, null, null, left_at
    from leavers
)

select
    'livechat:' || thread_id as interaction_id,
    'livechat' as source_system,
    row_number() over (partition by thread_id order by entered_at, left_at, state) as seq,
    state,
    entered_at,
    left_at,
    'livechat:' || agent_key as agent_id,
    queue,
    false as is_estimated,
    loaded_at
from together
