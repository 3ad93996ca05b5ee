{{ config(enabled=system_is_on('five9')) }}

with

calls as (
    select
        *,
        row_number() over (partition by call_id order by started_at) as place,
        -- The record that says how it ended: the last one, which is the callback where there is one.
        row_number() over (partition by call_id order by started_at desc) as place_from_end
    from {{ ref('stg_five9__calls') }}
),

-- A call and its callback are one contact.
contacts as (
    select
        call_id,
        min(started_at) as started_at,
        max(ended_at) as ended_at,
        min(ivr_time_sec) filter (where place = 1) as ivr_time_sec,
        min(queue_name) filter (where place = 1) as queue_name,
        min(direction) filter (where place = 1) as direction,
        min(customer_phone) filter (where place = 1) as customer_phone,
        min(campaign) filter (where place = 1) as campaign,
        max(agent_id) filter (where place_from_end = 1) as agent_id,
        max(disposition) filter (where place_from_end = 1) as disposition,
        max(call_type) filter (where place_from_end = 1) as call_type,
        max(outcome) filter (where place_from_end = 1) as outcome,
        bool_or(outcome = 'answered') as is_answered,
        bool_or(call_type = 'Queue Callback') as is_called_back,
        max(loaded_at) as loaded_at
    from calls
    group by call_id
),

test_campaigns as (
    select value as campaign_prefix
    from {{ ref('test_identifiers') }}
    where source_system = 'five9'
        and kind = 'tag'
)

select
    'five9:' || call_id as interaction_id,
    'five9' as source_system,
    'voice' as channel,
    direction,
    disposition,
    case when direction <> 'internal' then 'five9:' || {{ caller_or_null('customer_phone') }} end as party_id,
    'five9:' || agent_id as agent_id,
    case when is_answered then 'human' end as handled_by,
    started_at,
    case when direction = 'inbound' then started_at end as ivr_entered_at,
    case when direction = 'inbound' then {{ seconds_after('started_at', 'ivr_time_sec') }} end as ivr_exited_at,
    case when direction = 'inbound' and queue_name is not null then {{ seconds_after('started_at', 'coalesce(ivr_time_sec, 0)') }} end
        as queued_at,
    ended_at,
    '{{ var("five9_report_timezone") }}' as local_timezone,
    case
        when is_answered then 'answered'
        when is_called_back then 'callback'
        else outcome
    end as outcome,
    coalesce(disposition, call_type) as vendor_outcome,
    campaign as cost_center,
    exists (
        select 1
        from test_campaigns
        where starts_with(upper(campaign), upper(campaign_prefix))
    ) or coalesce({{ is_test_number('five9', 'customer_phone') }}, false) as is_test,
    -- Agents who call each other are no contact of a customer.
    direction = 'internal' as is_system,
    loaded_at,
    -- Queue, waits, handling and transfers come from the segments.
    {{ not_delivered('interactions', [
        'source_url', 'queue', 'language', 'issue_type', 'case_id', 'handoff_at', 'ivr_path', 'answered_at',
        'queue_time_sec', 'ring_time_sec', 'talk_time_sec', 'hold_time_sec', 'wrap_time_sec', 'concurrency',
        'transfer_count', 'resolved_at',
    ]) }}
from contacts
