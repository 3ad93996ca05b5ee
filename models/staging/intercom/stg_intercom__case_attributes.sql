{{ config(enabled=system_is_on('intercom')) }}

with

versions as (
    select
        *,
        lead(updated_at) over (partition by conversation_id order by updated_at) as next_updated_at
    from {{ ref('stg_intercom__conversation_versions') }}
),

-- A tag tells when it was put on; that it was taken off is seen in the next pull.
tagged as (
    select
        conversation_id,
        unnest(tags) as tag,
        next_updated_at
    from versions
),

tags as (
    select
        conversation_id,
        'tag' as attribute,
        tag.name as value,
        {{ intercom_time('tag.applied_at') }} as set_at,
        case when bool_and(next_updated_at is not null) then max(next_updated_at) end as unset_at,
        any_value(tag.applied_by.id) as set_by
    from tagged
    group by conversation_id, tag.name, tag.applied_at
),

-- Fields have no history: they hold from the state of the conversation that first shows them.
shown as (
    select conversation_id, updated_at, next_updated_at, 'issue_type' as attribute, issue_type as value
    from versions
    union all
    select conversation_id, updated_at, next_updated_at, 'severity', severity
    from versions
    union all
    select conversation_id, updated_at, next_updated_at, 'priority', priority
    from versions
),

fields as (
    select
        conversation_id,
        attribute,
        value,
        min(updated_at) as set_at,
        case when bool_and(next_updated_at is not null) then max(next_updated_at) end as unset_at
    from (
        select
            *,
            count(*) filter (where begins) over (
                partition by conversation_id, attribute, value order by updated_at
            ) as stretch
        from (
            select
                *,
                lag(next_updated_at) over (
                    partition by conversation_id, attribute, value order by updated_at
                ) is distinct from updated_at as begins
            from shown
            where value <> ''
        )
    )
    group by conversation_id, attribute, value, stretch
)

select
    'intercom:' || conversation_id as case_id,
    'intercom' as source_system,
    attribute,
    value,
    set_at,
    unset_at,
    'intercom:' || set_by as set_by
from tags
union all
select 'intercom:' || conversation_id, 'intercom', attribute, value, set_at, unset_at, null
from fields
