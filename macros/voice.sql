{#- The text of a CSV field, NULL where it is empty or one of the export's words for nothing. -#}
{% macro text_of(field, placeholders=[]) -%}
    case when trim({{ field }}) not in (''{% for word in placeholders %}, '{{ word }}'{% endfor %}) then trim({{ field }}) end
{%- endmacro %}


{#- Seconds of a duration written as HH:MM:SS; hours may be more than 24. -#}
{% macro clock_seconds(duration) -%}
    cast(extract(epoch from cast({{ duration }} as interval)) as integer)
{%- endmacro %}


{#- A moment some seconds later. -#}
{% macro seconds_after(moment, seconds) -%}
    ({{ moment }} + to_seconds({{ seconds }}))
{%- endmacro %}


{#- A caller's number, NULL where the network only says that it does not tell. -#}
{% macro caller_or_null(number) -%}
    case
        when lower({{ number }}) not in ({% for word in var('anonymous_callers') %}'{{ word }}'{{ ', ' if not loop.last }}{% endfor %})
            then {{ number }}
    end
{%- endmacro %}


{#- Numbers of our own testers, from the seed test_identifiers. -#}
{% macro is_test_number(system, number) -%}
    {{ number }} in (
        select value from {{ ref('test_identifiers') }} where source_system = '{{ system }}' and kind = 'phone'
    )
{%- endmacro %}


{#- The states of a system's contacts, laid end to end from the times and durations of its segments: for systems that
    deliver no events. The order of talk and hold within a visit is not told: hold is put after talk. -#}
{% macro events_of_segments(system) %}
with

interactions as (
    select * from {{ ref('stg_' ~ system ~ '__interactions') }}
),

source_system as (
    select talk_includes_hold
    from {{ ref('source_systems') }}
    where source_system = '{{ system }}'
),

segments as (
    select
        segments.*,
        case
            when source_system.talk_includes_hold then segments.talk_time_sec - coalesce(segments.hold_time_sec, 0)
            else segments.talk_time_sec
        end as connected_sec
    from {{ ref('stg_' ~ system ~ '__interaction_segments') }} as segments
    cross join source_system
),

bounded as (
    select
        *,
        -- A dialled call that nobody took rang until its end.
        coalesce({{ seconds_after('queued_at', 'queue_time_sec') }}, answered_at, left_at) as wait_ends_at,
        case
            when answered_at is not null
                then coalesce({{ seconds_after('answered_at', 'connected_sec') }}, left_at)
        end as talk_ends_at
    from segments
),

states as (
    select
        interactions.interaction_id,
        0 as place,
        'ivr' as state,
        interactions.ivr_entered_at as entered_at,
        coalesce(interactions.ivr_exited_at, min(segments.queued_at), interactions.ended_at) as left_at,
        cast(null as varchar) as agent_id,
        cast(null as varchar) as queue
    from interactions
    left join segments
        on segments.interaction_id = interactions.interaction_id
    where interactions.ivr_entered_at is not null
    group by interactions.interaction_id, interactions.ivr_entered_at, interactions.ivr_exited_at, interactions.ended_at

    union all

    select
        interaction_id,
        1,
        'queued',
        queued_at,
        wait_ends_at - to_seconds(coalesce(ring_time_sec, 0)),
        null,
        queue
    from bounded

    union all

    select
        interaction_id,
        2,
        'ringing',
        wait_ends_at - to_seconds(ring_time_sec),
        wait_ends_at,
        agent_id,
        queue
    from bounded

    union all

    select
        interaction_id,
        3,
        'connected',
        answered_at,
        talk_ends_at,
        agent_id,
        queue
    from bounded

    union all

    select
        interaction_id,
        4,
        'hold',
        talk_ends_at,
        {{ seconds_after('talk_ends_at', 'hold_time_sec') }},
        agent_id,
        queue
    from bounded

    union all

    select
        interaction_id,
        5,
        'wrap',
        {{ seconds_after('talk_ends_at', 'coalesce(hold_time_sec, 0)') }},
        {{ seconds_after('talk_ends_at', 'coalesce(hold_time_sec, 0) + wrap_time_sec') }},
        agent_id,
        queue
    from bounded
),

-- A state that takes no time is none.
lasting as (
    select * from states where left_at > entered_at
),

last_moments as (
    select
        interactions.interaction_id,
        6 as place,
        case when interactions.outcome = 'abandoned' then 'abandoned' else 'ended' end as state,
        greatest(interactions.ended_at, max(lasting.left_at)) as entered_at,
        cast(null as timestamp) as left_at,
        cast(null as varchar) as agent_id,
        cast(null as varchar) as queue
    from interactions
    left join lasting
        on lasting.interaction_id = interactions.interaction_id
    where interactions.ended_at is not null
    group by interactions.interaction_id, interactions.outcome, interactions.ended_at
),

together as (
    select * from lasting
    union all
    select * from last_moments
)

select
    together.interaction_id,
    '{{ system }}' as source_system,
    row_number() over (
        partition by together.interaction_id order by together.entered_at, together.place, together.queue
    ) as seq,
    together.state,
    together.entered_at,
    together.left_at,
    together.agent_id,
    together.queue,
    true as is_estimated,
    interactions.loaded_at
from together
inner join interactions
    on interactions.interaction_id = together.interaction_id
{% endmacro %}


{#- Contacts whose wait, talk, hold or wrap-up are not the same seconds in their events and in their segments. -#}
{% macro events_unlike_segments(system) %}
with

events as (
    select
        interaction_id,
        coalesce(sum(epoch(left_at) - epoch(entered_at)) filter (where state in ('queued', 'ringing')), 0) as wait_sec,
        coalesce(sum(epoch(left_at) - epoch(entered_at)) filter (where state = 'connected'), 0) as talk_sec,
        coalesce(sum(epoch(left_at) - epoch(entered_at)) filter (where state = 'hold'), 0) as hold_sec,
        coalesce(sum(epoch(left_at) - epoch(entered_at)) filter (where state = 'wrap'), 0) as wrap_sec
    from {{ ref('stg_' ~ system ~ '__interaction_events') }}
    group by interaction_id
),

source_system as (
    select talk_includes_hold
    from {{ ref('source_systems') }}
    where source_system = '{{ system }}'
),

segments as (
    select
        segments.interaction_id,
        sum(coalesce(segments.queue_time_sec, segments.ring_time_sec, 0)) as wait_sec,
        sum(coalesce(segments.talk_time_sec, 0))
            - sum(case when source_system.talk_includes_hold then coalesce(segments.hold_time_sec, 0) else 0 end) as talk_sec,
        sum(coalesce(segments.hold_time_sec, 0)) as hold_sec,
        sum(coalesce(segments.wrap_time_sec, 0)) filter (where segments.outcome = 'answered') as wrap_sec
    from {{ ref('stg_' ~ system ~ '__interaction_segments') }} as segments
    cross join source_system
    group by segments.interaction_id
)

select
    segments.interaction_id,
    events.wait_sec,
    segments.wait_sec as segments_wait_sec,
    events.talk_sec,
    segments.talk_sec as segments_talk_sec,
    events.hold_sec,
    segments.hold_sec as segments_hold_sec,
    events.wrap_sec,
    segments.wrap_sec as segments_wrap_sec
from segments
inner join events
    on events.interaction_id = segments.interaction_id
where events.wait_sec <> segments.wait_sec
    or events.talk_sec <> segments.talk_sec
    or events.hold_sec <> segments.hold_sec
    or events.wrap_sec <> coalesce(segments.wrap_sec, 0)
{% endmacro %}
