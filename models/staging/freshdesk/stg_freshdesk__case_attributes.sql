{{ config(enabled=system_is_on('freshdesk')) }}

with

versions as (
    select
        *,
        lead(updated_at) over (partition by ticket_id order by updated_at) as next_updated_at
    from {{ ref('stg_freshdesk__ticket_versions') }}
),

-- The API has no history of tags and fields: they hold from the state of the ticket that first shows them.
shown as (
    select ticket_id, updated_at, next_updated_at, 'tag' as attribute, unnest(tags) as value
    from versions
    union all
    select ticket_id, updated_at, next_updated_at, 'status', cast(status as varchar)
    from versions
    union all
    select ticket_id, updated_at, next_updated_at, 'type', ticket_type
    from versions
    where ticket_type is not null
    union all
    select ticket_id, updated_at, next_updated_at, 'severity', severity
    from versions
    where severity is not null
    union all
    select ticket_id, updated_at, next_updated_at, 'product_area', product_area
    from versions
    where product_area is not null
),

marked as (
    select
        *,
        lag(next_updated_at) over same_value is distinct from updated_at as begins
    from shown
    window same_value as (partition by ticket_id, attribute, value order by updated_at)
),

numbered as (
    select
        *,
        count(*) filter (where begins) over (
            partition by ticket_id, attribute, value order by updated_at
        ) as stretch
    from marked
)

select
    'freshdesk:' || ticket_id as case_id,
    'freshdesk' as source_system,
    attribute,
    value,
    min(updated_at) as set_at,
    case when bool_and(next_updated_at is not null) then max(next_updated_at) end as unset_at,
    {{ not_delivered('case_attributes', ['set_by']) }}
from numbered
group by ticket_id, attribute, value, stretch
