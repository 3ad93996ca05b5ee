{{ config(enabled=system_is_on('intercom')) }}

with

cases as (
    select * from {{ ref('stg_intercom__cases') }}
),

written as (
    select
        contacts.message_key as interaction_id,
        cases.source_url,
        cases.channel,
        cases.queue,
        'inbound' as direction,
        cases.issue_type,
        cases.party_id,
        contacts.case_id,
        contacts.answered_by as agent_id,
        case
            when contacts.bot_took_part and contacts.answered_at is not null then 'both'
            when contacts.answered_at is not null then 'human'
            when contacts.bot_took_part then 'bot'
        end as handled_by,
        contacts.handoff_at,
        contacts.started_at,
        contacts.queued_at,
        contacts.answered_at,
        contacts.ended_at,
        case
            when cases.channel <> 'chat' then
                cast({{ seconds_between('contacts.queued_at', 'contacts.answered_at') }} as integer)
        end as queue_time_sec,
        -- Who writes an e-mail does not hang up.
        case when cases.channel <> 'chat' and contacts.outcome = 'abandoned' then 'missed' else contacts.outcome end as outcome,
        cases.vendor_status as vendor_outcome,
        contacts.resolved_at,
        cases.is_test,
        cases.loaded_at
    from {{ ref('stg_intercom__conversation_contacts') }} as contacts
    inner join cases
        on cases.case_id = contacts.case_id
    -- A chat that is still going on comes again when it has ended.
    where cases.channel <> 'chat'
        or contacts.ended_at is not null
),

called as (
    select
        'intercom:call-' || call_id as interaction_id,
        cast(null as varchar) as source_url,
        'voice' as channel,
        queue,
        direction,
        issue_type,
        party_id,
        case_id,
        agent_id,
        case when answered_at is not null then 'human' end as handled_by,
        cast(null as timestamp) as handoff_at,
        initiated_at as started_at,
        queued_at,
        answered_at,
        ended_at,
        cast({{ seconds_between('queued_at', 'coalesce(answered_at, ended_at)') }} as integer) as queue_time_sec,
        outcome,
        vendor_outcome,
        cast(null as timestamp) as resolved_at,
        is_test,
        loaded_at
    from {{ ref('stg_intercom__call_visits') }}
),

together as (
    select * from written
    union all
    select * from called
)

select
    interaction_id,
    'intercom' as source_system,
    source_url,
    channel,
    queue,
    direction,
    issue_type,
    party_id,
    case_id,
    agent_id,
    handled_by,
    handoff_at,
    started_at,
    queued_at,
    answered_at,
    ended_at,
    queue_time_sec,
    outcome,
    vendor_outcome,
    resolved_at,
    is_test,
    false as is_system,
    loaded_at,
    -- The times of chats and calls come from their segments.
    {{ not_delivered('interactions', [
        'language', 'disposition', 'ivr_entered_at', 'ivr_exited_at', 'ivr_path', 'local_timezone',
        'ring_time_sec', 'talk_time_sec', 'hold_time_sec', 'wrap_time_sec', 'concurrency', 'transfer_count', 'cost_center',
    ]) }}
from together
