{{ config(enabled=system_is_on('intercom')) }}

with

contacts as (
    select
        contacts.*,
        cases.channel,
        cases.active_time_sec,
        cases.loaded_at
    from {{ ref('stg_intercom__conversation_contacts') }} as contacts
    inner join {{ ref('stg_intercom__cases') }} as cases
        on cases.case_id = contacts.case_id
    where cases.channel = 'chat'
        and contacts.ended_at is not null
        and contacts.outcome <> 'contained'
        and contacts.queued_at is not null
),

history as (
    select * from {{ ref('stg_intercom__case_status_history') }} where queue is not null
),

replies as (
    select
        contacts.message_key,
        messages.sent_at as replied_at,
        'intercom:' || messages.author_id as agent_id,
        messages.message_id
    from contacts
    inner join {{ ref('stg_intercom__messages') }} as messages
        on 'intercom:' || messages.conversation_id = contacts.case_id
        and messages.written_by = 'admin'
        and messages.sent_at >= contacts.started_at
        and messages.sent_at <= contacts.ended_at
        and messages.sent_at < coalesce(contacts.next_started_at, timestamp 'infinity')
),

-- The team in charge at each reply, and at the end.
moments as (
    select message_key, replied_at as happened_at, agent_id, message_id as step
    from replies
    union all
    select message_key, ended_at, null, 'z'
    from contacts
),

placed as (
    select
        moments.message_key,
        moments.happened_at,
        moments.agent_id,
        moments.step,
        arg_max(history.queue, history.entered_at) as queue
    from moments
    inner join contacts
        on contacts.message_key = moments.message_key
    inner join history
        on history.case_id = contacts.case_id
        and (history.entered_at <= moments.happened_at or history.entered_at <= contacts.queued_at)
    group by moments.message_key, moments.happened_at, moments.agent_id, moments.step
),

-- Handed to another team without a word from the first is one wait; handed on after an answer is a new visit.
numbered as (
    select
        *,
        count(*) filter (where is_new) over (
            partition by message_key order by happened_at, step rows between unbounded preceding and current row
        ) as visit
    from (
        select
            *,
            lag(queue) over (partition by message_key order by happened_at, step) is distinct from queue as is_new
        from placed
    )
),

visits as (
    select
        message_key,
        visit,
        any_value(queue) as queue,
        min(happened_at) filter (where agent_id is not null) as answered_at,
        arg_max(agent_id, happened_at) filter (where agent_id is not null) as agent_id,
        min(happened_at) as first_at,
        max(happened_at) as last_at
    from numbered
    group by message_key, visit
),

in_order as (
    select
        *,
        lag(last_at) over (partition by message_key order by visit) as previous_last_at
    from visits
),

bounded as (
    select
        visits.*,
        contacts.case_id,
        contacts.queued_at as contact_queued_at,
        contacts.ended_at,
        contacts.outcome as contact_outcome,
        contacts.is_only_contact,
        contacts.active_time_sec,
        contacts.loaded_at,
        -- A visit after the first begins where its team got the conversation.
        (
            select min(history.entered_at)
            from history
            where history.case_id = contacts.case_id
                and history.queue = visits.queue
                and history.entered_at <= visits.first_at
                and history.entered_at > visits.previous_last_at
        ) as handed_over_at
    from in_order as visits
    inner join contacts
        on contacts.message_key = visits.message_key
),

timed as (
    select
        *,
        case when visit = 1 then contact_queued_at else coalesce(handed_over_at, first_at) end as queued_at,
        count(*) over (partition by message_key) as visit_count
    from bounded
)

select
    message_key || ':' || visit as visit_key,
    message_key,
    case_id,
    visit as seq,
    queue,
    agent_id,
    queued_at,
    answered_at,
    coalesce(lead(queued_at) over (partition by message_key order by visit), ended_at) as left_at,
    -- The vendor measures the work on the conversation as a whole: it belongs to a visit where there is only that one.
    case when visit_count = 1 and is_only_contact and answered_at is not null then active_time_sec end as talk_time_sec,
    case
        when answered_at is not null then 'answered'
        when visit = visit_count and contact_outcome = 'abandoned' then 'abandoned'
        else 'missed'
    end as outcome,
    contact_outcome as vendor_outcome,
    loaded_at
from timed
