with

exception_map as (
    select * from {{ ref('exception_map') }}
),

-- What the helpdesk says by a tag or field, and what it says by the status of the case.
attributes as (
    select
        case_id,
        source_system,
        attribute,
        value,
        set_at,
        unset_at,
        set_by
    from {{ ref('case_attributes') }}

    union all

    select
        case_id,
        source_system,
        'status' as attribute,
        status as value,
        entered_at,
        left_at,
        actor
    from {{ ref('case_status_history') }}
),

applied as (
    select
        attributes.case_id,
        exception_map.kind,
        attributes.set_at as starts_at,
        attributes.unset_at as ends_at,
        attributes.set_by as applied_by
    from attributes
    inner join exception_map
        on exception_map.source_system = attributes.source_system
        and exception_map.attribute = attributes.attribute
        and exception_map.value = attributes.value
    where attributes.unset_at is null
        or attributes.unset_at > attributes.set_at
),

-- A tag and a field that say the same at the same time are one exception.
begun as (
    select
        *,
        coalesce(
            starts_at > max(coalesce(ends_at, timestamp 'infinity')) over (
                partition by case_id, kind order by starts_at, ends_at
                rows between unbounded preceding and 1 preceding
            ),
            true
        ) as is_first
    from applied
),

grouped as (
    select
        *,
        sum(cast(is_first as integer)) over (
            partition by case_id, kind order by starts_at, ends_at
            rows between unbounded preceding and current row
        ) as exception_no
    from begun
)

select
    case_id,
    kind,
    min(starts_at) as starts_at,
    case when bool_and(ends_at is not null) then max(ends_at) end as ends_at,
    arg_min(applied_by, (starts_at, applied_by)) filter (where applied_by is not null) as applied_by
from grouped
group by case_id, kind, exception_no
