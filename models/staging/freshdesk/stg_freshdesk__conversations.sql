{{ config(enabled=system_is_on('freshdesk')) }}

with

ranked as (
    select
        *,
        row_number() over (partition by id order by updated_at desc) as place
    from {{ source('freshdesk', 'conversations') }}
)

select
    id as conversation_id,
    ticket_id,
    user_id,
    incoming as is_incoming,
    private as is_private,
    source as conversation_source,
    coalesce(auto_response, false) or automation_id is not null as is_automatic,
    created_at,
    updated_at
from ranked
where place = 1
