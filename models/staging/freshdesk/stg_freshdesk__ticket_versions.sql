{{ config(enabled=system_is_on('freshdesk')) }}

with

-- The page tells no time of its own; the last change in it does.
dated as (
    select
        *,
        max(updated_at) filter (where updated_at <= {{ run_start() }}) over (partition by filename) as loaded_at
    from {{ source('freshdesk', 'tickets') }}
),

-- Pulls overlap: the same state of a ticket comes with several pages.
ranked as (
    select
        *,
        row_number() over (partition by id, updated_at order by loaded_at desc, filename desc) as place
    from dated
)

select
    id || ':' || strftime(updated_at, '%Y%m%d%H%M%S') as version_key,
    id as ticket_id,
    created_at,
    updated_at,
    status,
    priority,
    source,
    type as ticket_type,
    requester_id,
    lower(requester.email) as requester_email,
    responder_id,
    group_id,
    tags,
    {{ freshdesk_field('custom_fields', var('freshdesk_product_area_field')) }} as product_area,
    {{ freshdesk_field('custom_fields', var('freshdesk_severity_field')) }} as severity,
    coalesce(spam, false) as is_spam,
    coalesce(deleted, false) as is_deleted,
    stats.first_responded_at as first_responded_at,
    stats.status_updated_at as status_updated_at,
    stats.pending_since as pending_since,
    stats.reopened_at as reopened_at,
    coalesce(stats.resolved_at, stats.closed_at) as resolved_at,
    stats.closed_at as closed_at,
    loaded_at
from ranked
where place = 1
