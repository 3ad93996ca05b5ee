{{ config(enabled=system_is_on('call_log')) }}

{% set zone = "coalesce(nullif(trim(rows_of_files.timezone), ''), '" ~ var('call_log_timezone') ~ "')" %}

with

rows_of_files as (
    select * from {{ source('call_log', 'calls') }}
),

-- What a row leaves open follows from the rest of it; what does not follow stays NULL.
renamed as (
    select
        filename,
        trim(call_id) as call_id,
        visit as visit_number,
        {{ zone }} as local_timezone,
        coalesce(lower({{ text_of('direction') }}), 'inbound') as direction,
        coalesce(lower({{ text_of('channel') }}), 'voice') as channel,
        {{ to_utc('rows_of_files.started_at', zone) }} as started_at,
        {{ to_utc('rows_of_files.ivr_exited_at', zone) }} as ivr_exited_at,
        {{ to_utc('rows_of_files.queued_at', zone) }} as queued_at,
        {{ to_utc('rows_of_files.answered_at', zone) }} as answered_at,
        {{ to_utc('rows_of_files.ended_at', zone) }} as ended_at,
        {{ to_utc('rows_of_files.updated_at', zone) }} as updated_at,
        {{ text_of('queue') }} as queue_name,
        {{ text_of('agent') }} as agent_id,
        {{ text_of('agent_name') }} as agent_name,
        lower({{ text_of('agent_email') }}) as agent_email,
        {{ text_of('team') }} as team,
        {{ text_of('customer_phone') }} as customer_phone,
        {{ text_of('customer_id') }} as customer_id,
        lower({{ text_of('customer_email') }}) as customer_email,
        queue_time_sec,
        ring_time_sec,
        talk_time_sec,
        hold_time_sec,
        wrap_time_sec,
        lower({{ text_of('outcome') }}) as vendor_outcome,
        {{ text_of('disposition') }} as disposition,
        {{ text_of('issue_type') }} as issue_type,
        {{ text_of('language') }} as language,
        {{ text_of('case_id') }} as case_id,
        {{ text_of('ivr_path') }} as ivr_path,
        {{ text_of('csat_score') }} as csat_score,
        {{ text_of('cost_center') }} as cost_center,
        {{ text_of('source_url') }} as source_url,
        coalesce(is_test, false) as is_test
    from rows_of_files
    where {{ text_of('call_id') }} is not null
),

timed as (
    select
        renamed.* exclude (queued_at, answered_at, ended_at),
        case
            when direction <> 'inbound' then null
            when queued_at is not null then queued_at
            -- Answered, or given the name of a queue: it queued when it came, or when it left the menu.
            when answered_at is not null or queue_time_sec is not null or queue_name is not null then coalesce(ivr_exited_at, started_at)
        end as queued_at,
        coalesce(
            answered_at,
            case
                when vendor_outcome = 'answered' or talk_time_sec > 0
                    then {{ seconds_after('coalesce(queued_at, ivr_exited_at, started_at)', 'coalesce(queue_time_sec, ring_time_sec, 0)') }}
            end
        ) as answered_at,
        ended_at as told_ended_at
    from renamed
),

ended as (
    select
        *,
        coalesce(
            told_ended_at,
            {{ seconds_after('answered_at', 'talk_time_sec + coalesce(hold_time_sec, 0)') }},
            {{ seconds_after('queued_at', 'queue_time_sec') }},
            answered_at,
            queued_at,
            started_at
        ) as ended_at
    from timed
),

measured as (
    select
        ended.* exclude (queue_time_sec, talk_time_sec),
        cast(coalesce(
            queue_time_sec,
            case when queued_at is not null then {{ seconds_between('queued_at', 'coalesce(answered_at, ended_at)') }} end
        ) as integer) as queue_time_sec,
        cast(coalesce(
            talk_time_sec,
            {{ seconds_between('answered_at', 'told_ended_at') }} - coalesce(hold_time_sec, 0)
        ) as integer) as talk_time_sec,
        max(coalesce(updated_at, ended_at)) filter (where started_at <= {{ run_start() }}) over (partition by filename) as loaded_at
    from ended
),

keyed as (
    select
        *,
        call_id || '/' || coalesce(
            cast(visit_number as varchar), strftime(coalesce(queued_at, answered_at, started_at), '%Y-%m-%dT%H:%M:%S')
        ) as visit_id
    from measured
),

ranked as (
    select
        *,
        row_number() over (partition by visit_id order by updated_at desc nulls last, loaded_at desc, filename desc) as place
    from keyed
)

select
    visit_id,
    call_id,
    row_number() over (
        partition by call_id order by coalesce(visit_number, 0), coalesce(queued_at, answered_at, started_at), visit_id
    ) as seq,
    local_timezone,
    direction,
    channel,
    started_at,
    ivr_exited_at,
    queued_at,
    answered_at,
    ended_at,
    queue_name,
    agent_id,
    agent_name,
    agent_email,
    team,
    customer_phone,
    customer_id,
    customer_email,
    queue_time_sec,
    ring_time_sec,
    talk_time_sec,
    hold_time_sec,
    wrap_time_sec,
    vendor_outcome,
    coalesce(
        vendor_outcome,
        case
            when answered_at is not null then 'answered'
            when queued_at is not null then 'abandoned'
            when direction = 'inbound' then 'ivr_exit'
            else 'missed'
        end
    ) as outcome_word,
    disposition,
    issue_type,
    language,
    case_id,
    ivr_path,
    csat_score,
    cost_center,
    source_url,
    is_test,
    loaded_at
from ranked
where place = 1
