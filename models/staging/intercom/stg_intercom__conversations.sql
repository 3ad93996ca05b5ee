{{ config(enabled=system_is_on('intercom')) }}

with

ranked as (
    select
        *,
        row_number() over (partition by conversation_id order by updated_at desc) as place
    from {{ ref('stg_intercom__conversation_versions') }}
)

select
    conversation_id,
    created_at,
    updated_at,
    state,
    priority,
    admin_id,
    team_id,
    team_queue,
    source_type,
    delivered_as,
    author_email,
    contact_id,
    tags,
    issue_type,
    product_area,
    severity,
    first_contact_reply_at,
    first_admin_reply_at,
    last_close_at,
    count_reopens,
    adjusted_handling_time_sec,
    rating,
    rating_asked_at,
    rating_updated_at,
    rated_admin_id,
    ai_agent_participated,
    ai_resolution_state,
    loaded_at
from ranked
where place = 1
