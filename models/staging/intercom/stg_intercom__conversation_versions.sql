{{ config(enabled=system_is_on('intercom')) }}

with

renamed as (
    select
        filename,
        id as conversation_id,
        {{ intercom_time('created_at') }} as created_at,
        {{ intercom_time('updated_at') }} as updated_at,
        state,
        priority,
        -- Nobody is null, and in some versions 0.
        nullif(admin_assignee_id, '0') as admin_id,
        nullif(team_assignee_id, '0') as team_id,
        -- One team serves several channels, each with a queue of its own.
        nullif(team_assignee_id, '0') || '/' || source.type as team_queue,
        source.type as source_type,
        source.delivered_as as delivered_as,
        source.author.email as author_email,
        contacts.contacts[1].id as contact_id,
        tags.tags as tags,
        custom_attributes ->> '{{ var('intercom_issue_type_attribute') }}' as issue_type,
        custom_attributes ->> '{{ var('intercom_product_area_attribute') }}' as product_area,
        custom_attributes ->> '{{ var('intercom_severity_attribute') }}' as severity,
        {{ intercom_time('statistics.first_contact_reply_at') }} as first_contact_reply_at,
        {{ intercom_time('statistics.first_admin_reply_at') }} as first_admin_reply_at,
        {{ intercom_time('statistics.last_close_at') }} as last_close_at,
        statistics.count_reopens as count_reopens,
        statistics.adjusted_handling_time as adjusted_handling_time_sec,
        conversation_rating.rating as rating,
        {{ intercom_time('conversation_rating.created_at') }} as rating_asked_at,
        {{ intercom_time('conversation_rating.updated_at') }} as rating_updated_at,
        conversation_rating.teammate.id as rated_admin_id,
        coalesce(ai_agent_participated, false) as ai_agent_participated,
        ai_agent.resolution_state as ai_resolution_state,
        conversation_parts.conversation_parts as parts
    from {{ source('intercom', 'conversations') }}
),

-- The file tells no time of its own; the last change in it does.
dated as (
    select
        *,
        max(updated_at) filter (where updated_at <= {{ run_start() }}) over (partition by filename) as loaded_at
    from renamed
),

ranked as (
    select
        *,
        row_number() over (partition by conversation_id, updated_at order by loaded_at desc, filename desc) as place
    from dated
)

select
    conversation_id || ':' || strftime(updated_at, '%Y%m%d%H%M%S') as version_key,
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
    parts,
    loaded_at
from ranked
where place = 1
