{{ config(enabled=system_is_on('twilio')) }}

with

tasks as (
    select * from {{ ref('stg_twilio__tasks') }}
),

calls as (
    select * from {{ ref('stg_twilio__calls') }}
),

visits as (
    select * from {{ ref('stg_twilio__visits') }}
),

vocabulary as (
    select * from {{ ref('vocabulary') }} where source_system = 'twilio'
),

-- A contact is the tasks of one conversation, from the first to the last.
by_task as (
    select
        contact_id,
        count(*) as task_count,
        min(created_at) as created_at,
        bool_and(ended_at is not null) as is_ended,
        max(ended_at) as ended_at,
        arg_max(canceled_reason, created_at) as canceled_reason,
        arg_min(task_channel, created_at) as task_channel,
        arg_max(attributes, created_at) filter (where attributes is not null) as attributes,
        arg_min(direction, created_at) filter (where direction is not null) as direction,
        arg_min(call_id, created_at) filter (where call_id is not null) as call_id,
        arg_min(customer_address, created_at) filter (where customer_address is not null) as customer_address,
        arg_max(customer_external_id, created_at) filter (where customer_external_id is not null) as customer_external_id,
        arg_max(customer_email, created_at) filter (where customer_email is not null) as customer_email,
        arg_max(abandoned_phase, created_at) filter (where abandoned_phase is not null) as abandoned_phase,
        max(loaded_at) as loaded_at
    from tasks
    group by contact_id
),

by_visit as (
    select
        contact_id,
        min(entered_at) as queued_at,
        min(accepted_at) as answered_at,
        max(talk_ends_at) filter (where accepted_at is not null) as talk_ends_at,
        arg_max(worker_id, accepted_at) filter (where accepted_at is not null) as worker_id,
        arg_max(queue, coalesce(accepted_at, entered_at)) as queue
    from visits
    group by contact_id
),

from_tasks as (
    select
        by_task.contact_id,
        'task' as kind,
        by_task.task_count,
        by_task.is_ended,
        by_task.task_channel,
        by_task.direction as vendor_direction,
        by_task.attributes,
        by_task.call_id,
        by_task.customer_address,
        by_task.customer_external_id,
        by_task.customer_email,
        by_visit.worker_id,
        by_visit.queue,
        least(calls.started_at, by_task.created_at) as started_at,
        calls.started_at as ivr_entered_at,
        by_visit.queued_at,
        by_visit.answered_at,
        -- The customer is gone when the call ends; wrap-up comes after.
        case when by_task.is_ended then coalesce(calls.ended_at, by_visit.talk_ends_at, by_task.ended_at) end as ended_at,
        case
            when by_visit.answered_at is not null then 'accepted'
            when not by_task.is_ended then 'open'
            when by_task.abandoned_phase = 'Voicemail' then 'voicemail'
            else coalesce(by_task.canceled_reason, 'completed without an answer')
        end as vendor_outcome,
        greatest(by_task.loaded_at, calls.loaded_at) as loaded_at
    from by_task
    left join by_visit
        on by_visit.contact_id = by_task.contact_id
    left join calls
        on calls.call_id = by_task.call_id
),

calls_of_tasks as (
    select call_id from tasks where call_id is not null
    union
    select worker_call_id from tasks where worker_call_id is not null
),

-- Calls that never became a task: gone in the menu, or dialled by a machine. Legs to agents are no calls of their own.
from_calls as (
    select
        calls.call_id as contact_id,
        'call' as kind,
        0 as task_count,
        calls.status not in ('queued', 'ringing', 'in-progress') as is_ended,
        'voice' as task_channel,
        calls.direction as vendor_direction,
        cast(null as varchar) as attributes,
        calls.call_id,
        case when calls.direction like 'outbound%' then calls.to_address else calls.from_address end as customer_address,
        cast(null as varchar) as customer_external_id,
        cast(null as varchar) as customer_email,
        cast(null as varchar) as worker_id,
        cast(null as varchar) as queue,
        coalesce(calls.started_at, calls.created_at) as started_at,
        case when calls.direction = 'inbound' then calls.started_at end as ivr_entered_at,
        cast(null as timestamp) as queued_at,
        cast(null as timestamp) as answered_at,
        coalesce(calls.ended_at, calls.updated_at) as ended_at,
        'call ' || calls.status as vendor_outcome,
        calls.loaded_at
    from calls
    where calls.parent_call_id is null
        and not regexp_matches(calls.to_address, '^(client|sip):')
        and not regexp_matches(calls.from_address, '^(client|sip):')
        and not exists (select 1 from calls_of_tasks where calls_of_tasks.call_id = calls.call_id)
),

together as (
    select * from from_tasks
    union all
    select * from from_calls
)

select
    together.contact_id,
    together.kind,
    together.task_count,
    together.is_ended,
    together.task_channel,
    channel.canonical_value as channel,
    together.vendor_direction,
    coalesce(direction.canonical_value, 'inbound') as direction,
    together.attributes,
    together.call_id,
    together.customer_address,
    together.customer_external_id,
    together.customer_email,
    together.worker_id,
    together.queue,
    date_trunc('second', together.started_at) as started_at,
    together.ivr_entered_at,
    date_trunc('second', together.queued_at) as queued_at,
    date_trunc('second', together.answered_at) as answered_at,
    date_trunc('second', together.ended_at) as ended_at,
    together.vendor_outcome,
    case
        when together.vendor_outcome = 'accepted' then 'answered'
        when not together.is_ended then null
        when together.vendor_outcome = 'voicemail' then 'voicemail'
        when together.kind = 'call' and together.vendor_direction = 'inbound' then 'ivr_exit'
        when together.kind = 'call' and together.vendor_outcome = 'call completed' then 'answered'
        when together.kind = 'call' then 'missed'
        else coalesce(outcome.canonical_value, 'missed')
    end as outcome,
    -- Tasks that only follow a contact (voicemails to hear, callbacks to make, surveys), and calls that no agent took part in.
    system_channel.canonical_value is not null
        or (together.kind = 'call' and together.vendor_direction <> 'inbound') as is_system,
    together.loaded_at
from together
left join vocabulary as channel
    on channel.field = 'task_channel'
    and channel.vendor_value = together.task_channel
left join vocabulary as system_channel
    on system_channel.field = 'system_channel'
    and system_channel.vendor_value = together.task_channel
left join vocabulary as direction
    on direction.field = 'direction'
    and direction.vendor_value = together.vendor_direction
left join vocabulary as outcome
    on outcome.field = 'task_canceled_reason'
    and outcome.vendor_value = together.vendor_outcome
