{#- A shift of two states a day, whose border is corrected five days later. -#}

with

days as (
    select
        date '2026-02-01' + cast(range as integer) as day,
        timestamp '{{ var("loaded_until") }}' >= date '2026-02-01' + cast(range as integer) + interval '5 days' as is_corrected
    from range(118)
    where date '2026-02-01' + cast(range as integer) + interval '1 day' <= timestamp '{{ var("loaded_until") }}'
),

borders as (
    select
        *,
        day + case when is_corrected then interval '13 hours' else interval '12 hours' end as border_at
    from days
)

select
    'talkdesk:agent' as agent_id,
    'talkdesk' as source_system,
    'available' as state,
    'Available' as vendor_state,
    day + interval '8 hours' as started_at,
    border_at as ended_at,
    cast(day + interval '1 day' as timestamp) as loaded_at
from borders

union all

select 'talkdesk:agent', 'talkdesk', 'lunch', 'Lunch', border_at, day + interval '14 hours', cast(day + interval '1 day' as timestamp)
from borders
