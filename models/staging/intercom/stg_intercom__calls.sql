{{ config(enabled=system_is_on('intercom')) }}

with

entries as (
    select unnest(data) as entry
    from {{ source('intercom', 'calls') }}
),

renamed as (
    select
        entry.id as call_id,
        entry.conversation_id as conversation_id,
        nullif(entry.admin_id, '0') as admin_id,
        entry.contact_id as contact_id,
        entry.state as state,
        entry.direction as direction,
        entry.ended_reason as ended_reason,
        entry.phone as phone,
        {{ intercom_time('entry.initiated_at') }} as initiated_at,
        {{ intercom_time('entry.answered_at') }} as answered_at,
        {{ intercom_time('entry.ended_at') }} as ended_at,
        {{ intercom_time('entry.updated_at') }} as updated_at,
        entry.queue_time as queue_time_sec,
        entry.talk_time as talk_time_sec,
        entry.hold_time as hold_time_sec
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
    conversation_id,
    admin_id,
    contact_id,
    state,
    direction,
    ended_reason,
    phone,
    initiated_at,
    answered_at,
    ended_at,
    updated_at,
    queue_time_sec,
    talk_time_sec,
    hold_time_sec
from ranked
where place = 1
    -- A call that is still going on comes again when it has ended.
    and ended_at is not null
