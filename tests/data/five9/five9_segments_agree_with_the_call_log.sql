{{ config(enabled=system_is_on('five9'), severity='warn') }}

-- The two reports tell the talk of a call apart. They may differ where agents talk at once (conferences); where they differ much,
-- a segment type is not what the vocabulary takes it for.

with

segments as (
    select
        interaction_id,
        sum(talk_time_sec) as talk_sec
    from {{ ref('stg_five9__interaction_segments') }}
    group by interaction_id
),

calls as (
    select
        call_id,
        sum(talk_and_hold_time_sec) as talk_sec
    from {{ ref('stg_five9__calls') }}
    where outcome = 'answered'
        and direction <> 'internal'
    group by call_id
)

select
    calls.call_id,
    calls.talk_sec,
    segments.talk_sec as segments_talk_sec
from calls
inner join segments
    on segments.interaction_id = 'five9:' || calls.call_id
where abs(calls.talk_sec - segments.talk_sec) > 1
