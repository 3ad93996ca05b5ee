{{ config(enabled=system_is_on('livechat')) }}

with

threads as (
    select
        threads.*,
        summaries.queued_at,
        summaries.answered_at,
        summaries.ended_at,
        summaries.outcome,
        summaries.closed_how
    from {{ ref('stg_livechat__threads') }} as threads
    inner join {{ ref('stg_livechat__thread_summaries') }} as summaries
        on summaries.thread_id = threads.thread_id
    where summaries.queued_at is not null
        and summaries.outcome in ('answered', 'abandoned', 'missed')
),

events as (
    select events.*
    from {{ ref('stg_livechat__events') }} as events
    inner join threads
        on threads.thread_id = events.thread_id
        and events.created_at >= threads.queued_at
        and events.created_at <= threads.ended_at
),

accounts as (
    select * from {{ ref('stg_livechat__agent_accounts') }}
),

vocabulary as (
    select * from {{ ref('vocabulary') }} where source_system = 'livechat' and field = 'group_id'
),

-- Transfers and returns to the queue, the bot's own aside.
counted as (
    select
        *,
        count(*) filter (where step_kind = 'handover' and author_kind <> 'bot') over so_far as handovers
    from events
    window so_far as (partition by thread_id order by created_at, step rows between unbounded preceding and current row)
),

answers as (
    select
        thread_id,
        handovers,
        min(created_at) as answered_at,
        max(created_at) as last_message_at,
        arg_min(agent_key, created_at) as agent_key
    from counted
    where is_public_message
        and author_kind = 'agent'
    group by thread_id, handovers
),

-- Handed on without a word from the agent is one wait; handed on after an answer is a new visit.
answered_visits as (
    select
        *,
        row_number() over (partition by thread_id order by handovers) as visit,
        lag(handovers) over (partition by thread_id order by handovers) as previous_handovers
    from answers
),

last_visits as (
    select
        thread_id,
        max(visit) as visit,
        max(handovers) as handovers
    from answered_visits
    group by thread_id
),

handovers as (
    select
        thread_id,
        handovers,
        min(created_at) as handed_over_at
    from counted
    where step_kind = 'handover'
        and author_kind <> 'bot'
    group by thread_id, handovers
),

visits as (
    select
        threads.thread_id,
        answered_visits.visit,
        case
            when answered_visits.previous_handovers is null then threads.queued_at
            else handovers.handed_over_at
        end as queued_at,
        answered_visits.answered_at,
        answered_visits.agent_key
    from threads
    inner join answered_visits
        on answered_visits.thread_id = threads.thread_id
    left join handovers
        on handovers.thread_id = answered_visits.thread_id
        and handovers.handovers = answered_visits.previous_handovers + 1
    union all
    -- Handed on, and nobody answered any more.
    select
        last_visits.thread_id,
        last_visits.visit + 1,
        min(handovers.handed_over_at),
        null,
        null
    from last_visits
    inner join handovers
        on handovers.thread_id = last_visits.thread_id
        and handovers.handovers > last_visits.handovers
    group by last_visits.thread_id, last_visits.visit
    union all
    -- Never answered, or the plan hides by whom.
    select
        threads.thread_id,
        1,
        threads.queued_at,
        threads.answered_at,
        case when threads.restricted_access is not null then (
            select min(accounts.agent_key)
            from accounts
            where accounts.login = threads.agents[1].id
        ) end
    from threads
    where threads.thread_id not in (select thread_id from answered_visits)
),

ordered as (
    select
        *,
        lead(queued_at) over (partition by thread_id order by visit) as next_queued_at,
        max(visit) over (partition by thread_id) as visit_count
    from visits
),

joins as (
    select
        ordered.thread_id,
        ordered.visit,
        max(events.created_at) as joined_at
    from ordered
    inner join events
        on events.thread_id = ordered.thread_id
        and events.step_kind = 'joined'
        and events.author_kind = 'agent'
        and events.created_at >= ordered.queued_at
        and events.created_at <= ordered.answered_at
    group by ordered.thread_id, ordered.visit
)

select
    ordered.thread_id || ':' || ordered.visit as visit_key,
    ordered.thread_id,
    ordered.visit as seq,
    queue.canonical_value as queue,
    ordered.agent_key,
    ordered.queued_at,
    -- Told off by the router, or by a colleague: from here the agent has the chat, and the customer still waits.
    joins.joined_at,
    ordered.answered_at,
    coalesce(ordered.next_queued_at, threads.ended_at) as left_at,
    case
        when ordered.answered_at is not null then 'answered'
        when ordered.visit_count > 1 and threads.closed_how like '%customer%' then 'abandoned'
        when ordered.visit_count > 1 then 'missed'
        else threads.outcome
    end as outcome,
    threads.closed_how as vendor_outcome,
    threads.loaded_at
from ordered
inner join threads
    on threads.thread_id = ordered.thread_id
left join joins
    on joins.thread_id = ordered.thread_id
    and joins.visit = ordered.visit
left join accounts
    on accounts.agent_key = ordered.agent_key
-- The thread tells the group that has it at the end; before that it was the answering agent's own.
left join vocabulary as queue
    on queue.vendor_value = cast(
        case
            when ordered.visit < ordered.visit_count then coalesce(accounts.group_id, threads.group_id)
            else threads.group_id
        end as varchar
    )
