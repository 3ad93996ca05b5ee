{#- Every fourth call is transferred; a correction takes the transfer back. -#}

with

visits as (
    select
        *,
        unnest(case when call_no % 4 = 0 and version = 1 and dice % 7 > 0 then [1, 2] else [1] end) as seq
    from {{ ref('contacts') }}
)

select
    'talkdesk:' || call_no || '/' || seq as segment_id,
    'talkdesk:' || call_no as interaction_id,
    'talkdesk' as source_system,
    seq,
    case when seq = 1 then 'voice_billing' else 'voice_technical' end as queue,
    case when dice % 7 > 0 then 'talkdesk:agent' end as agent_id,
    started_at + (20 + 150 * (seq - 1)) * interval '1 second' as queued_at,
    case when dice % 7 > 0 then started_at + (20 + 150 * (seq - 1) + dice) * interval '1 second' end as answered_at,
    started_at + (150 * seq) * interval '1 second' as left_at,
    dice as queue_time_sec,
    dice // 10 as ring_time_sec,
    case when dice % 7 > 0 then 30 + other_dice end as talk_time_sec,
    case when dice % 7 > 0 then other_dice % 4 end as hold_time_sec,
    -- Still writing while the caller waits in the second queue.
    case when dice % 7 > 0 then 60 end as wrap_time_sec,
    case when dice % 7 > 0 then 'answered' else 'abandoned' end as outcome,
    'as told' as vendor_outcome,
    loaded_at
from visits
