{{ config(enabled=system_is_on('call_log')) }}

with

visits as (
    select
        *,
        -- The visit that speaks for the call: the last one answered or, if none was, the last one.
        row_number() over (partition by call_id order by case when answered_at is not null then 0 else 1 end, seq desc) as place
    from {{ ref('stg_call_log__visits') }}
),

vocabulary as (
    select * from {{ ref('vocabulary') }} where source_system = 'call_log' and field = 'outcome'
),

calls as (
    select
        call_id,
        min(started_at) as started_at,
        max(ended_at) as ended_at,
        min(ivr_exited_at) as ivr_exited_at,
        min(queued_at) as queued_at,
        min(answered_at) as answered_at,
        arg_min(direction, seq) as direction,
        arg_min(channel, seq) as channel,
        arg_min(local_timezone, seq) as local_timezone,
        max(agent_id) filter (where place = 1) as agent_id,
        max(outcome_word) filter (where place = 1) as outcome_word,
        arg_min(customer_phone, seq) filter (where customer_phone is not null) as customer_phone,
        arg_min(customer_id, seq) filter (where customer_id is not null) as customer_id,
        arg_max(disposition, seq) filter (where disposition is not null) as disposition,
        arg_max(issue_type, seq) filter (where issue_type is not null) as issue_type,
        arg_max(language, seq) filter (where language is not null) as language,
        arg_max(case_id, seq) filter (where case_id is not null) as case_id,
        arg_min(ivr_path, seq) filter (where ivr_path is not null) as ivr_path,
        arg_max(cost_center, seq) filter (where cost_center is not null) as cost_center,
        arg_min(source_url, seq) filter (where source_url is not null) as source_url,
        bool_or(is_test) as is_test,
        max(loaded_at) as loaded_at
    from visits
    group by call_id
)

select
    'call_log:' || calls.call_id as interaction_id,
    'call_log' as source_system,
    calls.source_url,
    calls.channel,
    calls.direction,
    calls.language,
    calls.issue_type,
    calls.disposition,
    case
        when calls.direction <> 'internal'
            then 'call_log:' || coalesce(calls.customer_id, {{ caller_or_null('calls.customer_phone') }})
    end as party_id,
    {% if system_is_on(var('call_log_case_system')) -%}
    '{{ var("call_log_case_system") }}:' || calls.case_id as case_id,
    {%- else -%}
    cast(null as varchar) as case_id,
    {%- endif %}
    'call_log:' || calls.agent_id as agent_id,
    case when calls.answered_at is not null and calls.agent_id is not null then 'human' end as handled_by,
    calls.started_at,
    case when calls.ivr_exited_at is not null or calls.outcome_word = 'ivr_exit' then calls.started_at end as ivr_entered_at,
    calls.ivr_exited_at,
    calls.ivr_path,
    calls.queued_at,
    calls.answered_at,
    calls.ended_at,
    calls.local_timezone,
    vocabulary.canonical_value as outcome,
    calls.outcome_word as vendor_outcome,
    calls.cost_center,
    calls.is_test or coalesce({{ is_test_number('call_log', 'calls.customer_phone') }}, false) as is_test,
    -- Colleagues who call each other are no contact of a customer.
    calls.direction = 'internal' as is_system,
    calls.loaded_at,
    -- Queue, waits, handling and transfers come from the segments.
    {{ not_delivered('interactions', [
        'queue', 'handoff_at', 'queue_time_sec', 'ring_time_sec', 'talk_time_sec', 'hold_time_sec', 'wrap_time_sec',
        'concurrency', 'transfer_count', 'resolved_at',
    ]) }}
from calls
left join vocabulary
    on vocabulary.vendor_value = calls.outcome_word
