{{ config(enabled=system_is_on('zendesk')) }}

with

entries as (
    select
        filename,
        unnest(tickets) as entry
    from {{ source('zendesk', 'tickets') }}
),

renamed as (
    select
        entry.id as ticket_id,
        cast(replace(entry.created_at, 'Z', '') as timestamp) as created_at,
        cast(replace(entry.updated_at, 'Z', '') as timestamp) as updated_at,
        to_timestamp(entry.generated_timestamp) at time zone 'UTC' as generated_at,
        entry.status as status,
        entry.priority as priority,
        entry.via.channel as via_channel,
        entry.via.source.rel as via_relation,
        entry.requester_id as requester_id,
        entry.submitter_id as submitter_id,
        entry.assignee_id as assignee_id,
        entry.group_id as group_id,
        entry.tags as tags,
        {{ custom_field('entry.custom_fields', var('zendesk_issue_type_field')) }} as issue_type,
        {{ custom_field('entry.custom_fields', var('zendesk_product_area_field')) }} as product_area,
        entry.satisfaction_rating.score as satisfaction_score,
        filename
    from entries
),

-- The page tells no time of its own; the last change in it does.
dated as (
    select
        *,
        max(generated_at) filter (where generated_at <= {{ run_start() }}) over (partition by filename) as loaded_at
    from renamed
),

-- updated_at misses some changes by the system, generated_timestamp none.
ranked as (
    select
        *,
        row_number() over (partition by ticket_id order by generated_at desc, updated_at desc, loaded_at desc) as place
    from dated
)

select
    ticket_id,
    created_at,
    updated_at,
    status,
    priority,
    via_channel,
    via_relation,
    requester_id,
    submitter_id,
    assignee_id,
    group_id,
    tags,
    issue_type,
    product_area,
    satisfaction_score,
    loaded_at
from ranked
where place = 1
