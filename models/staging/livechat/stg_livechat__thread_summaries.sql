{{ config(enabled=system_is_on('livechat')) }}

with

threads as (
    select * from {{ ref('stg_livechat__threads') }}
),

events as (
    select * from {{ ref('stg_livechat__events') }}
),

told as (
    select
        thread_id,
        min(created_at) filter (where is_public_message and author_kind = 'agent') as answered_at,
        min(created_at) filter (where is_public_message and author_kind = 'bot') as bot_started_at,
        bool_or(author_kind = 'customer') as has_customer,
        max(created_at) filter (where step_kind like 'closed%') as closed_at,
        arg_max(system_message_type, created_at) filter (where step_kind like 'closed%') as closed_how,
        arg_max(step_kind, created_at) filter (where step_kind like 'closed%') as closed_kind,
        max(created_at) filter (where step_kind = 'rated') as rated_at
    from events
    group by thread_id
),

-- The bot hands over with a transfer, or by the first person's coming.
handoffs as (
    select
        events.thread_id,
        min(events.created_at) as handoff_at
    from events
    inner join told
        on told.thread_id = events.thread_id
        and told.bot_started_at is not null
        and events.created_at >= told.bot_started_at
        and events.created_at <= coalesce(told.answered_at, timestamp 'infinity')
    where events.step_kind = 'handover'
        or (events.step_kind = 'joined' and events.author_kind = 'agent')
    group by events.thread_id
)

select
    threads.thread_id,
    threads.bot_took_part,
    threads.is_greeting_only,
    case when threads.bot_took_part then handoffs.handoff_at end as handoff_at,
    -- A bot, a greeting and a message left out of hours are no wait for a person.
    case
        when threads.is_offline_message or threads.is_greeting_only then null
        when threads.bot_took_part then coalesce(handoffs.handoff_at, threads.answered_at)
        else threads.created_at
    end as queued_at,
    case when not threads.is_greeting_only then threads.answered_at end as answered_at,
    threads.ended_at,
    threads.closed_how,
    told.rated_at,
    case
        when threads.is_greeting_only then 'missed'
        when threads.answered_at is not null then 'answered'
        when threads.is_offline_message then 'voicemail'
        when threads.bot_took_part and handoffs.handoff_at is null then 'contained'
        when told.closed_kind = 'closed_by_customer' then 'abandoned'
        else 'missed'
    end as outcome
from (
    select
        threads.*,
        -- Where the plan hides the events, the vendor's own queue time tells when the agent came.
        case
            when threads.restricted_access is not null and len(threads.agents) > 0
                then threads.created_at + to_seconds(coalesce(threads.queues_duration_sec, 0))
            else told.answered_at
        end as answered_at,
        case
            when threads.restricted_access is not null
                then threads.created_at + to_seconds(coalesce(threads.queues_duration_sec, 0))
            else coalesce(told.closed_at, threads.last_event_at)
        end as ended_at,
        case when threads.restricted_access is not null then 'restricted' else coalesce(told.closed_how, 'none') end as closed_how,
        told.bot_started_at is not null as bot_took_part,
        threads.restricted_access is null and not coalesce(told.has_customer, false) as is_greeting_only
    from threads
    left join told
        on told.thread_id = threads.thread_id
) as threads
left join told
    on told.thread_id = threads.thread_id
left join handoffs
    on handoffs.thread_id = threads.thread_id
