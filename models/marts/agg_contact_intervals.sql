with

contacts as (
    select * from {{ ref('fct_contacts') }} where is_counted
)

select
    channel,
    coalesce(queue, 'none') as queue,
    direction,
    interval_start_at,
    local_date,
    count(*) as contacts,
    count(*) filter (where is_handled) as handled,
    count(*) filter (where outcome = 'ivr_exit') as ivr_exits,
    count(*) filter (where outcome = 'voicemail') as voicemails,
    count(*) filter (where transfer_count > 0) as transferred,
    -- Contacts whose handle time is complete, and apart from them those with talk time only: never pooled.
    count(*) filter (where is_handled and handle_time_complete) as handled_complete,
    cast(coalesce(sum(handle_time_sec) filter (where is_handled and handle_time_complete), 0) as bigint) as handle_sec,
    cast(coalesce(sum(talk_time_sec) filter (where is_handled and handle_time_complete), 0) as bigint) as talk_sec,
    cast(coalesce(sum(hold_time_sec) filter (where is_handled and handle_time_complete), 0) as bigint) as hold_sec,
    cast(coalesce(sum(wrap_time_sec) filter (where is_handled and handle_time_complete), 0) as bigint) as wrap_sec,
    count(*) filter (where is_handled and not handle_time_complete and talk_time_sec is not null) as handled_talk_only,
    cast(coalesce(sum(talk_time_sec) filter (where is_handled and not handle_time_complete), 0) as bigint) as talk_only_sec
from contacts
group by channel, coalesce(queue, 'none'), direction, interval_start_at, local_date
