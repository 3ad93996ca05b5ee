{{ config(enabled=system_is_on('gcalls')) }}

with

records as (
    select * from {{ ref('stg_gcalls__records') }}
),

vocabulary as (
    select * from {{ ref('vocabulary') }} where source_system = 'gcalls'
),

typed as (
    select
        records.filename,
        records.format,
        -- Where no id is exported, what makes a call different from others is its id.
        coalesce(
            records.leg_id,
            concat_ws('|', records.started_at, records.customer_phone, records.from_phone, records.to_phone, records.extension)
        ) as leg_id,
        records.call_id,
        records.direction as direction_word,
        direction.canonical_value as direction,
        {{ gcalls_utc('records.started_at') }} as started_at,
        {{ gcalls_utc('records.ringing_at') }} as told_ringing_at,
        {{ gcalls_utc('records.answered_at') }} as told_answered_at,
        {{ gcalls_utc('records.ended_at') }} as told_ended_at,
        records.status as status,
        status.canonical_value as status_outcome,
        records.cause as cause,
        coalesce(cause.canonical_value = 'abandoned', false) or coalesce(hangup.canonical_value = 'abandoned', false)
            as is_left_by_caller,
        coalesce(
            records.customer_phone,
            case when direction.canonical_value = 'outbound' then records.to_phone else records.from_phone end
        ) as customer_phone,
        coalesce(
            records.line_phone,
            case when direction.canonical_value = 'outbound' then records.from_phone else records.to_phone end
        ) as line_phone,
        records.queue as queue,
        coalesce(records.extension, lower(records.agent_login), records.agent_name) as agent_id,
        records.agent_name as agent_name,
        lower(records.agent_email) as agent_email,
        records.customer_name as customer_name,
        lower(records.customer_email) as customer_email,
        {{ gcalls_seconds('records.ring_time') }} as told_ring_time_sec,
        {{ gcalls_seconds('records.talk_time') }} as told_talk_time_sec,
        {{ gcalls_seconds('records.hold_time') }} as hold_time_sec,
        {{ gcalls_seconds('records.wrap_time') }} as wrap_time_sec,
        {{ gcalls_seconds('records.total_time') }} as total_time_sec,
        records.disposition as disposition,
        records.ivr_path as ivr_path,
        records.case_id as case_id,
        records.app as app
    from records
    left join vocabulary as direction
        on direction.field = 'direction'
        and direction.vendor_value = records.direction
    left join vocabulary as status
        on status.field = 'status'
        and status.vendor_value = records.status
    left join vocabulary as cause
        on cause.field = 'cause'
        and cause.vendor_value = records.cause
    left join vocabulary as hangup
        on hangup.field = 'hangup'
        and hangup.vendor_value = records.hangup
),

-- The console tells durations, the telephone exchange moments: the others follow. Counted back from the end, because
-- what lies before the ringing (menu, queue) has no duration of its own.
timed as (
    select
        *,
        coalesce(told_ended_at, {{ seconds_after('started_at', 'coalesce(total_time_sec, 0)') }}) as ended_at,
        coalesce(
            told_answered_at,
            case
                when told_talk_time_sec > 0
                    then coalesce(told_ended_at, {{ seconds_after('started_at', 'total_time_sec') }}) - to_seconds(told_talk_time_sec)
            end
        ) as answered_at
    from typed
),

rung as (
    select
        *,
        coalesce(told_ringing_at, coalesce(answered_at, ended_at) - to_seconds(told_ring_time_sec)) as ringing_at
    from timed
),

dated as (
    select
        *,
        max(ended_at) filter (where started_at <= {{ run_start() }}) over (partition by filename) as loaded_at
    from rung
),

-- The same call from both: the telephone exchange knows more of it.
ranked as (
    select
        *,
        row_number() over (
            partition by leg_id order by case format when 'cdr' then 0 else 1 end, loaded_at desc, filename desc
        ) as place
    from dated
)

select
    leg_id,
    coalesce(call_id, leg_id) as call_id,
    format,
    direction_word,
    direction,
    started_at,
    ringing_at,
    answered_at,
    ended_at,
    status,
    cause,
    case
        when answered_at is not null then 'answered'
        when status_outcome = 'answered' then 'missed'
        when direction = 'inbound' and is_left_by_caller then 'abandoned'
        else status_outcome
    end as outcome,
    customer_phone,
    line_phone,
    coalesce(queue, case when direction = 'inbound' then line_phone end) as queue_name,
    agent_id,
    agent_name,
    agent_email,
    customer_name,
    customer_email,
    cast({{ seconds_between('ringing_at', 'coalesce(answered_at, ended_at)') }} as integer) as ring_time_sec,
    case
        when answered_at is not null then coalesce(told_talk_time_sec, cast({{ seconds_between('answered_at', 'ended_at') }} as integer))
    end as talk_and_hold_time_sec,
    case when answered_at is not null then hold_time_sec end as hold_time_sec,
    case when answered_at is not null then wrap_time_sec end as wrap_time_sec,
    disposition,
    ivr_path,
    case_id,
    app,
    loaded_at
from ranked
where place = 1
