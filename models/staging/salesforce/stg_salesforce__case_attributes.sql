{{ config(enabled=system_is_on('salesforce')) }}

with

changes as (
    select * from {{ ref('stg_salesforce__case_history') }}
),

-- Every tracked field but those that name people; a lookup's row of ids is left out.
tracked as (
    select
        history_id,
        case_id,
        lower(field) as attribute,
        old_value,
        new_value,
        changed_at,
        changed_by_id
    from changes
    where coalesce(data_type, '') <> 'EntityId'
        and field not in ('created', 'Contact', 'ContactEmail', 'ContactPhone', 'SuppliedEmail', 'SuppliedPhone', 'SuppliedName')
),

values_in_order as (
    select
        *,
        lead(changed_at) over (partition by case_id, attribute order by changed_at, history_id) as unset_at,
        row_number() over (partition by case_id, attribute order by changed_at, history_id) as place
    from tracked
),

spans as (
    select case_id, attribute, new_value as value, changed_at as set_at, unset_at, changed_by_id as set_by
    from values_in_order
    union all
    -- What the first change replaced held since the case was created.
    select
        values_in_order.case_id,
        values_in_order.attribute,
        values_in_order.old_value,
        cases.created_at,
        values_in_order.changed_at,
        cases.created_by_id
    from values_in_order
    inner join {{ ref('stg_salesforce__case') }} as cases
        on cases.case_id = values_in_order.case_id
    where values_in_order.place = 1
)

select
    'salesforce:' || case_id as case_id,
    'salesforce' as source_system,
    attribute,
    value,
    set_at,
    unset_at,
    'salesforce:' || set_by as set_by
from spans
where value <> ''
    and (unset_at is null or unset_at > set_at)
