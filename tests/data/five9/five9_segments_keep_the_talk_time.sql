{{ config(enabled=system_is_on('five9')) }}

-- Nothing of what agents talked is lost and nothing comes twice: the talk of all visits is that of the agents' segments, and
-- that of calls of which the report of segments tells none.

with

kinds as (
    select
        segments.call_id,
        segments.talk_and_hold_time_sec,
        kind.canonical_value as kind
    from {{ ref('stg_five9__call_segments') }} as segments
    inner join {{ ref('vocabulary') }} as kind
        on kind.source_system = 'five9'
        and kind.field = 'segment_type'
        and kind.vendor_value = segments.segment_type
),

steps as (
    select *
    from kinds
    where kind in ('queue', 'callback')
        or (kind = 'agent' and talk_and_hold_time_sec > 0)
),

calls as (
    select * from {{ ref('stg_five9__calls') }} where direction <> 'internal'
),

segments as (
    select sum(talk_and_hold_time_sec) as talk_sec
    from steps
    where kind = 'agent'
        and call_id in (select call_id from calls)
),

others as (
    select sum(talk_and_hold_time_sec) as talk_sec
    from calls
    where outcome = 'answered'
        and call_id not in (select call_id from steps)
),

visits as (
    select sum(talk_time_sec) as talk_sec
    from {{ ref('stg_five9__interaction_segments') }}
)

select
    visits.talk_sec,
    segments.talk_sec as segments_talk_sec,
    others.talk_sec as others_talk_sec
from visits
cross join segments
cross join others
where coalesce(visits.talk_sec, 0) <> coalesce(segments.talk_sec, 0) + coalesce(others.talk_sec, 0)
