{{ config(enabled=system_is_on('freshdesk')) }}

with

dated as (
    select
        *,
        max(updated_at) over (partition by filename) as loaded_at,
        row_number() over (partition by id order by updated_at desc, filename desc) as place
    from {{ source('freshdesk', 'solution_articles') }}
)

select
    'freshdesk:' || id as article_id,
    'freshdesk' as source_system,
    title,
    cast(folder_id as varchar) as section,
    -- The API has no moment of publication: a published article's creation is the nearest to it.
    case when status = 2 then created_at end as published_at,
    updated_at as edited_at,
    status = 1 as is_draft,
    hits as views,
    thumbs_up as votes_up,
    thumbs_down as votes_down,
    loaded_at,
    {{ not_delivered('kb_articles', ['locale', 'issue_type']) }}
from dated
where place = 1
