{{ config(enabled=system_is_on('talkdesk')) }}

{% set report_timezone = "'" ~ var('talkdesk_report_timezone') ~ "'" %}

with

entries as (
    select
        filename,
        unnest(entries) as entry
    from {{ source('talkdesk', 'contacts') }}
),

renamed as (
    select
        filename,
        entry.contact_id as contact_id,
        entry.interaction_id as call_id,
        case entry.direction when 'IN' then 'inbound' when 'OUT' then 'outbound' end as direction,
        entry.contact_type as contact_type,
        {{ to_utc('cast(entry.started_at as timestamp)', report_timezone) }} as started_at,
        {{ to_utc('cast(coalesce(entry.answered_at, entry.connected_at) as timestamp)', report_timezone) }} as answered_at,
        {{ to_utc('cast(entry.finished_at as timestamp)', report_timezone) }} as finished_at,
        entry.wait_time as wait_time_sec,
        entry.ring_time as ring_time_sec,
        entry.talk_time as talk_time_sec,
        entry.hold_time as hold_time_sec,
        entry.after_call_work_time as wrap_time_sec,
        entry.inside_service_level = 'Yes' as is_inside_vendor_service_level,
        -- "billing + technical" lists the groups that rang: the one that answered, or else the first.
        coalesce(entry.handling_ring_groups, trim(split_part(entry.ring_groups, '+', 1))) as ring_group,
        entry.user_id as agent_id,
        entry.user_name as agent_name,
        entry.team_name as team
    from entries
),

dated as (
    select
        *,
        max(finished_at) filter (where finished_at <= {{ run_start() }}) over (partition by filename) as loaded_at
    from renamed
),

ranked as (
    select
        *,
        row_number() over (partition by contact_id order by loaded_at desc) as place
    from dated
)

select
    contact_id,
    call_id,
    direction,
    contact_type,
    started_at,
    answered_at,
    finished_at,
    wait_time_sec,
    ring_time_sec,
    talk_time_sec,
    hold_time_sec,
    wrap_time_sec,
    is_inside_vendor_service_level,
    ring_group,
    agent_id,
    agent_name,
    team,
    loaded_at
from ranked
where place = 1
