{#- Openings without gaps inside: pieces that touch (at midnight) or overlap are one. -#}

with

hours as (
    select * from {{ ref('calendar_hours') }}
),

begun as (
    select
        *,
        coalesce(
            opens_at > max(closes_at) over (
                partition by calendar_id order by opens_at, closes_at
                rows between unbounded preceding and 1 preceding
            ),
            true
        ) as is_first
    from hours
),

grouped as (
    select
        *,
        sum(cast(is_first as integer)) over (
            partition by calendar_id order by opens_at, closes_at
            rows between unbounded preceding and current row
        ) as opening_no
    from begun
),

openings as (
    select
        calendar_id,
        cast(opening_no as integer) as opening_no,
        min(opens_at) as opens_at,
        max(closes_at) as closes_at
    from grouped
    group by calendar_id, opening_no
)

select
    calendar_id,
    opening_no,
    opens_at,
    closes_at,
    {{ seconds_between('opens_at', 'closes_at') }} as open_sec,
    coalesce(
        sum({{ seconds_between('opens_at', 'closes_at') }}) over (
            partition by calendar_id order by opens_at rows between unbounded preceding and 1 preceding
        ),
        0
    ) as open_sec_before
from openings
