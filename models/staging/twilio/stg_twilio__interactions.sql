{{ config(enabled=system_is_on('twilio')) }}

with

-- A call or chat that lasts at the time of the export is delivered by the next one.
contacts as (
    select *
    from {{ ref('stg_twilio__contacts') }}
    where is_ended
        or channel not in ('voice', 'chat')
)

select
    'twilio:' || contact_id as interaction_id,
    'twilio' as source_system,
    channel,
    queue,
    direction,
    {{ task_attribute('attributes', 'twilio_language_attribute') }} as language,
    {{ task_attribute('attributes', 'twilio_issue_type_attribute') }} as issue_type,
    {{ task_attribute('attributes', 'twilio_disposition_attribute') }} as disposition,
    'twilio:' || coalesce({{ caller_or_null('customer_address') }}, customer_external_id, customer_email) as party_id,
    {% if system_is_on(var('twilio_case_system')) -%}
    '{{ var("twilio_case_system") }}:' || {{ task_attribute('attributes', 'twilio_case_attribute') }} as case_id,
    {%- else -%}
    cast(null as varchar) as case_id,
    {%- endif %}
    'twilio:' || worker_id as agent_id,
    case when worker_id is not null then 'human' end as handled_by,
    started_at,
    ivr_entered_at,
    case when ivr_entered_at is not null then coalesce(queued_at, ended_at) end as ivr_exited_at,
    case when direction = 'inbound' then queued_at end as queued_at,
    answered_at,
    ended_at,
    outcome,
    vendor_outcome,
    coalesce({{ is_test_number('twilio', 'customer_address') }}, false)
        or coalesce({{ task_attribute('attributes', 'twilio_test_attribute') }} = 'true', false) as is_test,
    is_system,
    loaded_at,
    -- Waits, handling and transfers come from the segments.
    {{ not_delivered('interactions', [
        'source_url', 'handoff_at', 'ivr_path', 'local_timezone', 'queue_time_sec', 'ring_time_sec', 'talk_time_sec',
        'hold_time_sec', 'wrap_time_sec', 'concurrency', 'transfer_count', 'resolved_at', 'cost_center',
    ]) }}
from contacts
