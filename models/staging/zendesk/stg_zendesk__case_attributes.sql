{{ config(enabled=system_is_on('zendesk')) }}

with

changes as (
    select
        ticket_id,
        event_id,
        created_at,
        author_id,
        field_name,
        new_value,
        previous_value
    from {{ ref('stg_zendesk__ticket_events') }}
    where event_type in ('Create', 'Change')
        and field_name is not null
        and field_name not in ('status', 'group_id', 'assignee_id', 'satisfaction_score', 'subject', 'requester_id')
),

-- An audit names all tags before and after: what came and what went is their difference.
tag_lists as (
    select
        ticket_id,
        event_id,
        created_at,
        author_id,
        coalesce(cast(json_extract_string(new_value, '$[*]') as varchar[]), []) as after,
        coalesce(cast(json_extract_string(previous_value, '$[*]') as varchar[]), []) as before
    from changes
    where field_name = 'tags'
),

tag_changes as (
    select ticket_id, event_id, created_at, author_id, unnest(list_filter(after, tag -> not list_contains(before, tag))) as tag, true as is_set
    from tag_lists
    union all
    select ticket_id, event_id, created_at, author_id, unnest(list_filter(before, tag -> not list_contains(after, tag))), false
    from tag_lists
),

tag_intervals as (
    select
        *,
        lead(created_at) over (partition by ticket_id, tag order by created_at, event_id) as unset_at
    from tag_changes
),

-- Of tags that no audit brought, the ticket itself tells.
tags_from_the_start as (
    select
        tickets.ticket_id,
        tickets.created_at,
        tickets.submitter_id,
        unnest(tickets.tags) as tag
    from {{ ref('stg_zendesk__tickets') }} as tickets
),

fields as (
    select
        *,
        lead(created_at) over (partition by ticket_id, field_name order by created_at, event_id) as unset_at
    from changes
    where field_name <> 'tags'
),

attributes as (
    select ticket_id, 'tag' as attribute, tag as value, created_at as set_at, unset_at, author_id
    from tag_intervals
    where is_set

    union all

    select ticket_id, 'tag', tag, created_at, null, submitter_id
    from tags_from_the_start
    where not exists (
        select 1
        from tag_changes
        where tag_changes.ticket_id = tags_from_the_start.ticket_id
            and tag_changes.tag = tags_from_the_start.tag
    )

    union all

    select ticket_id, field_name, new_value, created_at, unset_at, author_id
    from fields
    where new_value is not null
)

select
    'zendesk:' || ticket_id as case_id,
    'zendesk' as source_system,
    attribute,
    value,
    set_at,
    unset_at,
    'zendesk:' || nullif(author_id, -1) as set_by
from attributes
where unset_at is null
    or unset_at > set_at
