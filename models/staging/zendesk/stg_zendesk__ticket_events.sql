{{ config(enabled=system_is_on('zendesk')) }}

with

-- An audit at the edge of a page comes twice.
audits as (
    select distinct on (id)
        id,
        ticket_id,
        created_at,
        author_id,
        events
    from {{ source('zendesk', 'ticket_audits') }}
    order by id
),

entries as (
    select
        id as audit_id,
        ticket_id,
        cast(replace(created_at, 'Z', '') as timestamp) as created_at,
        author_id,
        unnest(events) as entry
    from audits
)

select
    entry.id as event_id,
    audit_id,
    ticket_id,
    created_at,
    author_id,
    entry.type as event_type,
    entry.field_name as field_name,
    entry.value ->> '$' as new_value,
    entry.previous_value ->> '$' as previous_value,
    coalesce(entry.public, false) as is_public,
    coalesce(entry.author_id, author_id) as comment_author_id
from entries
