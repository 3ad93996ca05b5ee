{{ config(enabled=system_is_on('zendesk')) }}

with

entries as (
    select unnest(calls) as entry
    from {{ source('zendesk', 'talk_calls') }}
),

renamed as (
    select
        entry.id as call_id,
        entry.agent_id as agent_id,
        entry.call_group_id as call_group_id,
        entry.ticket_id as ticket_id,
        entry.customer_id as customer_id,
        entry.direction as direction,
        case when entry.voicemail then 'voicemail' else entry.completion_status end as completion_status,
        cast(replace(entry.created_at, 'Z', '') as timestamp) as created_at,
        cast(replace(entry.updated_at, 'Z', '') as timestamp) as updated_at,
        entry.duration as duration_sec,
        entry.ivr_time_spent as ivr_time_sec,
        entry.wait_time as wait_time_sec,
        entry.talk_time as talk_time_sec,
        entry.hold_time as hold_time_sec,
        entry.wrap_up_time as wrap_time_sec
    from entries
),

ranked as (
    select
        *,
        row_number() over (partition by call_id order by updated_at desc) as place
    from renamed
)

select
    call_id,
    agent_id,
    call_group_id,
    ticket_id,
    customer_id,
    direction,
    completion_status,
    created_at,
    updated_at,
    duration_sec,
    ivr_time_sec,
    wait_time_sec,
    talk_time_sec,
    hold_time_sec,
    wrap_time_sec
from ranked
where place = 1
