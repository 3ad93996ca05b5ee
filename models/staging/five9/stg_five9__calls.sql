{{ config(enabled=system_is_on('five9')) }}

with

rows_of_files as (
    select * from {{ source('five9', 'call_log') }}
),

-- A line without an id is a line of totals.
renamed as (
    select
        filename,
        {{ five9_text('"CALL ID"') }} as call_id,
        {{ five9_text('"SESSION ID"') }} as session_id,
        {{ five9_text('"CALL TYPE"') }} as call_type,
        {{ five9_utc('"TIMESTAMP"') }} as started_at,
        {{ five9_text('"CAMPAIGN"') }} as campaign,
        {{ five9_text('"SKILL"') }} as skill,
        lower({{ five9_text('"AGENT"') }}) as agent_id,
        {{ five9_text('"AGENT NAME"') }} as agent_name,
        {{ five9_text('"DISPOSITION"') }} as disposition,
        {{ five9_text('"ANI"') }} as ani,
        {{ five9_text('"DNIS"') }} as dnis,
        {{ five9_text('"CUSTOMER NAME"') }} as customer_name,
        {{ five9_seconds('"CALL TIME"') }} as call_time_sec,
        {{ five9_seconds('"IVR TIME"') }} as ivr_time_sec,
        {{ five9_seconds('"QUEUE WAIT TIME"') }} as queue_wait_time_sec,
        {{ five9_seconds('"QUEUE CALLBACK WAIT TIME"') }} as callback_wait_time_sec,
        {{ five9_seconds('"SPEED OF ANSWER"') }} as speed_of_answer_sec,
        {{ five9_seconds('"RING TIME"') }} as ring_time_sec,
        {{ five9_seconds('"TALK TIME"') }} as talk_and_hold_time_sec,
        {{ five9_seconds('"HOLD TIME"') }} as hold_time_sec,
        {{ five9_seconds('"PARK TIME"') }} as park_time_sec,
        {{ five9_seconds('"AFTER CALL WORK TIME"') }} as wrap_time_sec,
        {{ five9_seconds('"HANDLE TIME"') }} as handle_time_sec,
        cast({{ five9_text('"TRANSFERS"') }} as integer) as transfer_count,
        {{ five9_text('"ABANDONED"') }} = '1' as is_abandoned,
        {{ five9_text('"SERVICE LEVEL"') }} = '1' as is_inside_vendor_service_level,
        {% if var('five9_survey_column') is none -%}
        cast(null as varchar) as survey_answer
        {%- else -%}
        {{ five9_text("to_json(rows_of_files) ->> '" ~ var('five9_survey_column') ~ "'") }} as survey_answer
        {%- endif %}
    from rows_of_files
    where {{ five9_text('"CALL ID"') }} is not null
),

dated as (
    select
        *,
        {{ seconds_after('started_at', 'coalesce(call_time_sec, 0)') }} as ended_at,
        -- The file tells no time of its own; the last call to end in it does.
        max({{ seconds_after('started_at', 'coalesce(call_time_sec, 0)') }})
            filter (where started_at <= {{ run_start() }}) over (partition by filename) as loaded_at
    from renamed
),

-- A callback stands under the id of the call that asked for it, as a call of its own type.
ranked as (
    select
        *,
        row_number() over (partition by call_id, call_type order by loaded_at desc, filename desc) as place
    from dated
),

vocabulary as (
    select * from {{ ref('vocabulary') }} where source_system = 'five9'
),

described as (
    select
        ranked.*,
        direction.canonical_value as direction,
        -- The menu hands over to a skill; without one the campaign says where the call belongs.
        case
            when direction.canonical_value = 'internal' then null
            when direction.canonical_value = 'inbound' and ranked.queue_wait_time_sec is null and ranked.agent_id is null then null
            when direction.canonical_value = 'inbound' and ranked.skill is null and ranked.agent_id is null
                and ranked.queue_wait_time_sec = 0 then null
            else coalesce(ranked.skill, ranked.campaign)
        end as queue_name,
        ended.canonical_value as outcome_of_disposition
    from ranked
    left join vocabulary as direction
        on direction.field = 'call_type'
        and direction.vendor_value = ranked.call_type
    left join vocabulary as ended
        on ended.field = 'system_disposition'
        and ended.vendor_value = ranked.disposition
    where ranked.place = 1
)

select
    call_id || '/' || lower(replace(call_type, ' ', '_')) as call_record_id,
    call_id,
    session_id,
    call_type,
    direction,
    started_at,
    ended_at,
    campaign,
    skill,
    queue_name,
    agent_id,
    agent_name,
    disposition,
    case direction when 'outbound' then dnis else ani end as customer_phone,
    case direction when 'outbound' then ani else dnis end as line_phone,
    customer_name,
    call_time_sec,
    ivr_time_sec,
    queue_wait_time_sec,
    callback_wait_time_sec,
    speed_of_answer_sec,
    ring_time_sec,
    talk_and_hold_time_sec,
    hold_time_sec,
    park_time_sec,
    wrap_time_sec,
    handle_time_sec,
    transfer_count,
    is_abandoned,
    is_inside_vendor_service_level,
    -- Dispositions are a free list: only the system's own say how a call ended, and only where nobody talked.
    case
        when talk_and_hold_time_sec > 0 and agent_id is not null then 'answered'
        when is_abandoned and queue_name is not null then 'abandoned'
        when is_abandoned then 'ivr_exit'
        when outcome_of_disposition = 'abandoned' and queue_name is null then 'ivr_exit'
        when outcome_of_disposition is not null then outcome_of_disposition
        when queue_name is null and direction = 'inbound' then 'ivr_exit'
        else 'missed'
    end as outcome,
    survey_answer,
    loaded_at
from described
