{{ config(enabled=system_is_on('livechat')) }}

with

threads as (
    select
        threads.*,
        summaries.handoff_at,
        summaries.queued_at,
        summaries.answered_at,
        summaries.ended_at,
        summaries.closed_how,
        summaries.bot_took_part,
        summaries.is_greeting_only,
        summaries.outcome
    from {{ ref('stg_livechat__threads') }} as threads
    inner join {{ ref('stg_livechat__thread_summaries') }} as summaries
        on summaries.thread_id = threads.thread_id
),

vocabulary as (
    select * from {{ ref('vocabulary') }} where source_system = 'livechat' and field = 'group_id'
),

last_agents as (
    select
        thread_id,
        arg_max(agent_key, seq) as agent_key
    from {{ ref('stg_livechat__visits') }}
    where agent_key is not null
    group by thread_id
),

-- What the customer chose in the form before the chat; an answer is a text, an option or a list of options.
topics as (
    select
        thread_id,
        max(coalesce(field -> 'answer' ->> 'label', field ->> 'answer')) as issue_type
    from (
        select thread_id, unnest(cast(fields as json[])) as field
        from {{ ref('stg_livechat__events') }}
        where form_type = 'prechat'
    )
    where field ->> 'label' = '{{ var('livechat_issue_type_label') }}'
    group by thread_id
),

chats as (
    select
        'livechat:' || threads.thread_id as interaction_id,
        '{{ var('livechat_base_url') }}/archives/' || threads.chat_id || '/' || threads.thread_id as source_url,
        queue.canonical_value as queue,
        topics.issue_type,
        nullif(array_to_string(threads.tags, ', '), '') as disposition,
        'livechat:' || threads.customer_id as party_id,
        'livechat:' || last_agents.agent_key as agent_id,
        case
            when threads.answered_at is not null and threads.bot_took_part then 'both'
            when threads.answered_at is not null then 'human'
            when threads.bot_took_part then 'bot'
        end as handled_by,
        threads.handoff_at,
        threads.created_at as started_at,
        threads.queued_at,
        threads.answered_at,
        threads.ended_at,
        threads.outcome,
        threads.closed_how as vendor_outcome,
        {{ is_test_traffic('livechat', 'threads.tags', 'threads.customer_email') }} as is_test,
        -- A greeting that nobody answered is no contact at all.
        threads.is_greeting_only as is_system,
        threads.loaded_at
    from threads
    left join topics
        on topics.thread_id = threads.thread_id
    left join last_agents
        on last_agents.thread_id = threads.thread_id
    left join vocabulary as queue
        on queue.vendor_value = cast(threads.group_id as varchar)
),

leavers as (
    select
        'livechat:left-' || leavers.leaver_key as interaction_id,
        cast(null as varchar) as source_url,
        queue.canonical_value as queue,
        cast(null as varchar) as issue_type,
        cast(null as varchar) as disposition,
        'livechat:' || leavers.customer_id as party_id,
        cast(null as varchar) as agent_id,
        cast(null as varchar) as handled_by,
        cast(null as timestamp) as handoff_at,
        leavers.queued_at as started_at,
        leavers.queued_at,
        cast(null as timestamp) as answered_at,
        leavers.queued_at + to_seconds(leavers.queue_time_sec) as ended_at,
        'abandoned' as outcome,
        'queued_visitors_left' as vendor_outcome,
        false as is_test,
        false as is_system,
        leavers.queued_at + to_seconds(leavers.queue_time_sec) as loaded_at
    from {{ ref('stg_livechat__queue_leavers') }} as leavers
    left join vocabulary as queue
        on queue.vendor_value = leavers.group_id
    where not leavers.is_in_archives
),

together as (
    select * from chats
    union all
    select * from leavers
)

select
    interaction_id,
    'livechat' as source_system,
    source_url,
    'chat' as channel,
    queue,
    'inbound' as direction,
    issue_type,
    disposition,
    party_id,
    agent_id,
    handled_by,
    handoff_at,
    started_at,
    queued_at,
    answered_at,
    ended_at,
    outcome,
    vendor_outcome,
    is_test,
    is_system,
    loaded_at,
    -- The times of chats come from their segments.
    {{ not_delivered('interactions', [
        'language', 'case_id', 'ivr_entered_at', 'ivr_exited_at', 'ivr_path', 'local_timezone', 'queue_time_sec', 'ring_time_sec',
        'talk_time_sec', 'hold_time_sec', 'wrap_time_sec', 'concurrency', 'transfer_count', 'resolved_at', 'cost_center',
    ]) }}
from together
