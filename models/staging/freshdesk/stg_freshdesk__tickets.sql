{{ config(enabled=system_is_on('freshdesk')) }}

with

ranked as (
    select
        *,
        row_number() over (partition by ticket_id order by updated_at desc) as place
    from {{ ref('stg_freshdesk__ticket_versions') }}
)

select
    ticket_id,
    created_at,
    updated_at,
    status,
    priority,
    source,
    ticket_type,
    requester_id,
    requester_email,
    responder_id,
    group_id,
    tags,
    product_area,
    severity,
    is_spam,
    is_deleted,
    first_responded_at,
    status_updated_at,
    pending_since,
    reopened_at,
    resolved_at,
    closed_at,
    loaded_at
from ranked
where place = 1
