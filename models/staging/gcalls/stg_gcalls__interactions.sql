{{ config(enabled=system_is_on('gcalls')) }}

with

-- A ring group is one leg per extension: one call.
legs as (
    select
        *,
        row_number() over (
            partition by call_id order by case when answered_at is not null then 0 else 1 end, answered_at desc, started_at, leg_id
        ) as place
    from {{ ref('stg_gcalls__legs') }}
),

vocabulary as (
    select * from {{ ref('vocabulary') }} where source_system = 'gcalls' and field = 'app'
),

calls as (
    select
        call_id,
        min(started_at) as started_at,
        min(ringing_at) as ringing_at,
        min(answered_at) as answered_at,
        max(ended_at) as ended_at,
        max(direction) filter (where place = 1) as direction,
        max(status) filter (where place = 1) as status,
        max(agent_id) filter (where place = 1 and answered_at is not null) as agent_id,
        -- Nobody answered: if the caller left any leg, the caller left.
        case
            when bool_or(answered_at is not null) then 'answered'
            when bool_or(outcome = 'abandoned') then 'abandoned'
            else max(outcome) filter (where place = 1)
        end as outcome,
        arg_min(customer_phone, started_at) filter (where customer_phone is not null) as customer_phone,
        arg_max(disposition, started_at) filter (where disposition is not null) as disposition,
        arg_max(ivr_path, started_at) filter (where ivr_path is not null) as ivr_path,
        arg_max(case_id, started_at) filter (where case_id is not null) as case_id,
        max(app) as app,
        max(loaded_at) as loaded_at
    from legs
    group by call_id
)

select
    'gcalls:' || calls.call_id as interaction_id,
    'gcalls' as source_system,
    'voice' as channel,
    calls.direction,
    calls.disposition,
    case when calls.direction <> 'internal' then 'gcalls:' || {{ caller_or_null('calls.customer_phone') }} end as party_id,
    {% if system_is_on(var('gcalls_case_system')) -%}
    '{{ var("gcalls_case_system") }}:' || calls.case_id as case_id,
    {%- else -%}
    cast(null as varchar) as case_id,
    {%- endif %}
    'gcalls:' || calls.agent_id as agent_id,
    case when calls.agent_id is not null then 'human' end as handled_by,
    calls.started_at,
    calls.ivr_path,
    case
        when calls.direction = 'inbound'
            then {% if var('gcalls_wait_begins') == 'ringing' %}coalesce(calls.ringing_at, calls.started_at){% else %}calls.started_at{% endif %}
    end as queued_at,
    calls.answered_at,
    calls.ended_at,
    '{{ var("gcalls_timezone") }}' as local_timezone,
    calls.outcome,
    calls.status as vendor_outcome,
    coalesce({{ is_test_number('gcalls', 'calls.customer_phone') }}, false) as is_test,
    -- Colleagues among themselves, and calls that a machine made.
    calls.direction = 'internal' or coalesce(vocabulary.canonical_value = 'system', false) as is_system,
    calls.loaded_at,
    -- Queue, waits, handling and transfers come from the segments; where the menu ends is not told.
    {{ not_delivered('interactions', [
        'source_url', 'queue', 'language', 'issue_type', 'handoff_at', 'ivr_entered_at', 'ivr_exited_at', 'queue_time_sec',
        'ring_time_sec', 'talk_time_sec', 'hold_time_sec', 'wrap_time_sec', 'concurrency', 'transfer_count', 'resolved_at',
        'cost_center',
    ]) }}
from calls
left join vocabulary
    on vocabulary.vendor_value = calls.app
