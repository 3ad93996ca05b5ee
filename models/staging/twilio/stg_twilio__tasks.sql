{{ config(enabled=system_is_on('twilio')) }}

with

events as (
    select * from {{ ref('stg_twilio__events') }} where task_id is not null
),

-- A task is deleted minutes after its end and cannot be read again: it is what its events tell.
gathered as (
    select
        task_id,
        coalesce(min(occurred_at) filter (where event_type = 'task.created'), min(occurred_at)) as created_at,
        max(occurred_at) filter (where event_type = 'task.completed') as completed_at,
        max(occurred_at) filter (where event_type = 'task.canceled') as canceled_at,
        max(occurred_at) filter (where event_type in ('task.deleted', 'task.system-deleted')) as deleted_at,
        max(task_channel) as task_channel,
        arg_max(task_attributes, occurred_at) filter (where task_attributes is not null) as attributes,
        max(task_canceled_reason) filter (where event_type = 'task.canceled') as canceled_reason,
        max(loaded_at) as loaded_at
    from events
    group by task_id
),

ended as (
    select
        *,
        coalesce(completed_at, canceled_at, deleted_at) as ended_at,
        coalesce(attributes ->> '$.conversations.conversation_id', task_id) as conversation_id
    from gathered
),

-- A transfer of a chat makes a further task of the same conversation. What comes long after the end is a new contact.
in_order as (
    select
        *,
        max(ended_at) over (
            partition by conversation_id order by created_at, task_id rows between unbounded preceding and 1 preceding
        ) as ended_before
    from ended
),

begun as (
    select
        *,
        ended_before is null
            or created_at > ended_before + to_seconds({{ var('twilio_transfer_gap_sec') }}) as begins_contact
    from in_order
),

contacts as (
    select
        *,
        max(case when begins_contact then created_at end) over (
            partition by conversation_id order by created_at, task_id rows between unbounded preceding and current row
        ) as contact_created_at
    from begun
)

select
    task_id,
    first_value(task_id) over (partition by conversation_id, contact_created_at order by created_at, task_id) as contact_id,
    conversation_id,
    created_at,
    completed_at,
    canceled_at,
    ended_at,
    canceled_reason,
    task_channel,
    attributes,
    attributes ->> '$.direction' as direction,
    coalesce(attributes ->> '$.conference.participants.customer', attributes ->> '$.call_sid') as call_id,
    attributes ->> '$.conference.participants.worker' as worker_call_id,
    nullif(coalesce(
        case when attributes ->> '$.direction' like 'outbound%' then attributes ->> '$.outbound_to' end,
        case when attributes ->> '$.direction' like 'outbound%' then attributes ->> '$.to' end,
        attributes ->> '$.customerAddress',
        attributes ->> '$.from'
    ), '') as customer_address,
    attributes ->> '$.customers.external_id' as customer_external_id,
    lower(nullif(trim(coalesce(attributes ->> '$.customers.email', attributes ->> '$.email')), '')) as customer_email,
    attributes ->> '$.conversations.abandoned_phase' as abandoned_phase,
    loaded_at
from contacts
