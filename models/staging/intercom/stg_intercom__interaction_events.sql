{{ config(enabled=system_is_on('intercom')) }}

with

chats as (
    select * from {{ ref('stg_intercom__chat_visits') }}
),

contacts as (
    select * from {{ ref('stg_intercom__conversation_contacts') }}
),

calls as (
    select * from {{ ref('stg_intercom__call_visits') }}
),

bots as (
    select
        contacts.message_key as interaction_id,
        'bot' as state,
        contacts.started_at as entered_at,
        coalesce(contacts.handoff_at, contacts.ended_at) as left_at,
        cast(null as varchar) as agent_id,
        cast(null as varchar) as queue,
        cases.loaded_at
    from contacts
    inner join {{ ref('stg_intercom__cases') }} as cases
        on cases.case_id = contacts.case_id
    where cases.channel = 'chat'
        and contacts.bot_took_part
        and contacts.ended_at is not null
        and (contacts.handoff_at is not null or contacts.outcome = 'contained')
),

intervals as (
    select *, false as is_estimated
    from bots
    union all
    select message_key, 'queued', queued_at, coalesce(answered_at, left_at), null, queue, loaded_at, false
    from chats
    union all
    -- Of the time until its end a chat is only partly work: as much as the vendor measures, where it does for this visit alone.
    select message_key, 'connected', answered_at, answered_at + to_seconds(coalesce(talk_time_sec, 0)), agent_id, queue, loaded_at, true
    from chats
    union all
    select 'intercom:call-' || call_id, 'ivr', initiated_at, queued_at, null, null, loaded_at, false
    from calls
    union all
    select 'intercom:call-' || call_id, 'queued', queued_at, coalesce(answered_at, ended_at), null, queue, loaded_at, false
    from calls
    union all
    -- How long the holds were is told, not when: they are put at the end.
    select
        'intercom:call-' || call_id,
        'connected',
        answered_at,
        answered_at + to_seconds(talk_time_sec),
        agent_id,
        queue,
        loaded_at,
        coalesce(hold_time_sec, 0) > 0
    from calls
    union all
    select
        'intercom:call-' || call_id,
        'hold',
        answered_at + to_seconds(talk_time_sec),
        answered_at + to_seconds(talk_time_sec + hold_time_sec),
        agent_id,
        queue,
        loaded_at,
        true
    from calls
),

moments as (
    select
        message_key as interaction_id,
        case
            when seq < max(seq) over (partition by message_key) then 'transferred'
            when outcome = 'abandoned' then 'abandoned'
            else 'ended'
        end as state,
        left_at as entered_at,
        agent_id,
        queue,
        loaded_at
    from chats
    union all
    select interaction_id, 'ended', left_at, null, null, loaded_at
    from bots
    where interaction_id not in (select message_key from chats)
    union all
    select
        'intercom:call-' || call_id,
        case when outcome = 'abandoned' then 'abandoned' else 'ended' end,
        ended_at,
        agent_id,
        queue,
        loaded_at
    from calls
),

events as (
    select interaction_id, state, entered_at, left_at, agent_id, queue, loaded_at, is_estimated
    from intervals
    where left_at > entered_at
        or state = 'connected' and entered_at is not null
    union all
    select interaction_id, state, entered_at, entered_at, agent_id, queue, loaded_at, false
    from moments
)

select
    interaction_id,
    'intercom' as source_system,
    row_number() over (partition by interaction_id order by entered_at, left_at, state) as seq,
    state,
    entered_at,
    left_at,
    agent_id,
    queue,
    is_estimated,
    loaded_at
from events
