{{ config(enabled=system_is_on('five9')) }}

with

rows_of_files as (
    select * from {{ source('five9', 'call_segments') }}
),

renamed as (
    select
        filename,
        {{ five9_text('"CALL ID"') }} as call_id,
        cast({{ five9_text('"CALL SEGMENT ID"') }} as bigint) as segment_number,
        {{ five9_text('"SESSION ID"') }} as session_id,
        {{ five9_text('"SEGMENT TYPE"') }} as segment_type,
        {{ five9_utc('cast("DATE" + "TIME" as timestamp)') }} as started_at,
        {{ five9_seconds('"SEGMENT TIME"') }} as segment_time_sec,
        {{ five9_text('"CALLED PARTY"') }} as called_party,
        {{ five9_text('"CALLING PARTY"') }} as calling_party,
        {{ five9_text('"SKILL"') }} as skill,
        {{ five9_text('"CALL TYPE"') }} as call_type,
        {{ five9_seconds('"TALK TIME"') }} as talk_and_hold_time_sec,
        {{ five9_seconds('"HOLD TIME"') }} as hold_time_sec,
        {{ five9_seconds('"AFTER CALL WORK TIME"') }} as wrap_time_sec
    from rows_of_files
    where {{ five9_text('"CALL ID"') }} is not null
),

dated as (
    select
        *,
        max(started_at) filter (where started_at <= {{ run_start() }}) over (partition by filename) as loaded_at
    from renamed
),

ranked as (
    select
        *,
        row_number() over (partition by call_id, segment_number order by loaded_at desc, filename desc) as place
    from dated
)

select
    call_id || '/' || segment_number as call_segment_id,
    call_id,
    segment_number,
    session_id,
    segment_type,
    started_at,
    segment_time_sec,
    called_party,
    calling_party,
    -- A party with an @ is an agent's login; in a dialled call the agent is the one who calls.
    case
        when called_party like '%@%' then lower(called_party)
        when calling_party like '%@%' then lower(calling_party)
    end as agent_id,
    skill,
    call_type,
    talk_and_hold_time_sec,
    hold_time_sec,
    wrap_time_sec,
    loaded_at
from ranked
where place = 1
