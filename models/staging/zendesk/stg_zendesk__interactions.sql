{{ config(enabled=system_is_on('zendesk')) }}

with

contacts as (
    select * from {{ ref('stg_zendesk__ticket_contacts') }}
),

cases as (
    select * from {{ ref('stg_zendesk__cases') }}
),

written as (
    select
        contacts.case_id || '#' || contacts.seq as interaction_id,
        cases.source_url,
        cases.channel,
        cases.queue,
        'inbound' as direction,
        cases.issue_type,
        cases.party_id,
        contacts.case_id,
        coalesce(contacts.answered_by, cases.assignee) as agent_id,
        case when contacts.answered_at is not null then 'human' end as handled_by,
        contacts.started_at,
        contacts.started_at as queued_at,
        contacts.answered_at,
        contacts.resolved_at as ended_at,
        -- Neither answered nor ended: not decided yet.
        case
            when contacts.answered_at is not null then 'answered'
            when contacts.resolved_at is not null or contacts.next_started_at is not null or cases.status in ('closed', 'deleted')
                then 'missed'
        end as outcome,
        cases.vendor_status as vendor_outcome,
        contacts.resolved_at,
        cases.is_test,
        cases.loaded_at
    from contacts
    inner join cases
        on cases.case_id = contacts.case_id
),

vocabulary as (
    select * from {{ ref('vocabulary') }} where source_system = 'zendesk'
),

calls as (
    select
        'zendesk:call-' || calls.call_id as interaction_id,
        '{{ var('zendesk_base_url') }}/agent/tickets/' || calls.ticket_id as source_url,
        'voice' as channel,
        queue.canonical_value as queue,
        calls.direction,
        cases.issue_type,
        'zendesk:' || calls.customer_id as party_id,
        'zendesk:' || calls.ticket_id as case_id,
        'zendesk:' || calls.agent_id as agent_id,
        case when outcome.canonical_value = 'answered' then 'human' end as handled_by,
        calls.created_at as started_at,
        cast(null as timestamp) as queued_at,
        cast(null as timestamp) as answered_at,
        calls.created_at + calls.duration_sec * interval '1 second' as ended_at,
        outcome.canonical_value as outcome,
        calls.completion_status as vendor_outcome,
        cast(null as timestamp) as resolved_at,
        coalesce(cases.is_test, false) as is_test,
        calls.updated_at as loaded_at
    from {{ ref('stg_zendesk__talk_calls') }} as calls
    left join cases
        on cases.case_id = 'zendesk:' || calls.ticket_id
    left join vocabulary as queue
        on queue.field = 'call_group_id'
        and queue.vendor_value = cast(calls.call_group_id as varchar)
    left join vocabulary as outcome
        on outcome.field = 'completion_status'
        and outcome.vendor_value = calls.completion_status
),

contacts_of_all_kinds as (
    select * from written
    union all
    select * from calls
)

select
    interaction_id,
    'zendesk' as source_system,
    source_url,
    channel,
    queue,
    direction,
    issue_type,
    party_id,
    case_id,
    agent_id,
    handled_by,
    started_at,
    queued_at,
    answered_at,
    ended_at,
    outcome,
    vendor_outcome,
    resolved_at,
    is_test,
    false as is_system,
    loaded_at,
    {{ not_delivered('interactions', [
        'language', 'disposition', 'handoff_at', 'ivr_entered_at', 'ivr_exited_at', 'ivr_path', 'local_timezone',
        'queue_time_sec', 'ring_time_sec', 'talk_time_sec', 'hold_time_sec', 'wrap_time_sec', 'concurrency',
        'transfer_count', 'cost_center',
    ]) }}
from contacts_of_all_kinds
