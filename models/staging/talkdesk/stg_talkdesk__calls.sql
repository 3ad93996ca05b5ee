{{ config(enabled=system_is_on('talkdesk')) }}

with

entries as (
    select
        filename,
        unnest(entries) as entry
    from {{ source('talkdesk', 'calls') }}
),

-- The unit of durations is a matter of the file, never of the row: a file with any fraction counts in days.
measured as (
    select
        filename,
        entry,
        case
            when bool_or(entry.total_time <> floor(entry.total_time)) over (partition by filename) then 86400
            else 1
        end as seconds_per_unit,
        cast(replace(entry.start_at, 'Z', '') as timestamp) as started_at,
        cast(replace(entry.end_at, 'Z', '') as timestamp) as ended_at
    from entries
),

renamed as (
    select
        entry.call_id as call_id,
        entry.type as call_type,
        started_at,
        ended_at,
        entry.talkdesk_phone_number as line_phone,
        entry.contact_phone_number as customer_phone,
        coalesce(entry.handling_user_id, entry.user_id) as agent_id,
        cast(round(entry.total_time * seconds_per_unit) as integer) as total_time_sec,
        cast(round(entry.talk_time * seconds_per_unit) as integer) as talk_and_hold_time_sec,
        cast(round(entry.wait_time * seconds_per_unit) as integer) as wait_time_sec,
        cast(round(entry.hold_time * seconds_per_unit) as integer) as hold_time_sec,
        nullif(entry.ivr_options, '') as ivr_path,
        entry.disposition_code as disposition,
        entry.is_in_business_hours as is_in_business_hours,
        entry.csat_score as csat_score,
        cast(replace(nullif(entry.csat_survey_time, ''), 'Z', '') as timestamp) as csat_responded_at,
        entry.team_name as team,
        entry.data_status as data_status,
        -- The file tells no time of its own; the last call to end in it does.
        max(ended_at) filter (where ended_at <= {{ run_start() }}) over (partition by filename) as loaded_at
    from measured
),

-- A call that was exported twice: the later export knows more (disposition, survey).
ranked as (
    select
        *,
        row_number() over (partition by call_id order by loaded_at desc) as place
    from renamed
)

select
    call_id,
    call_type,
    started_at,
    ended_at,
    line_phone,
    customer_phone,
    agent_id,
    total_time_sec,
    talk_and_hold_time_sec,
    wait_time_sec,
    hold_time_sec,
    ivr_path,
    disposition,
    is_in_business_hours,
    csat_score,
    csat_responded_at,
    team,
    data_status,
    loaded_at
from ranked
where place = 1
