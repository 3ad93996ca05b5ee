{{ config(enabled=system_is_on('zendesk_guide')) }}

with

entries as (
    select unnest(articles) as entry
    from {{ source('zendesk_guide', 'articles') }}
),

renamed as (
    select
        entry.id as article_id,
        entry.locale as locale,
        entry.title as title,
        entry.section_id as section_id,
        entry.draft as is_draft,
        entry.label_names as labels,
        entry.vote_sum as vote_sum,
        entry.vote_count as vote_count,
        entry.created_at as created_at,
        entry.edited_at as edited_at,
        entry.updated_at as updated_at
    from entries
),

ranked as (
    select
        *,
        row_number() over (partition by article_id, locale order by updated_at desc, vote_count desc) as place
    from renamed
)

select
    article_id,
    locale,
    title,
    section_id,
    is_draft,
    labels,
    vote_sum,
    vote_count,
    created_at,
    edited_at,
    updated_at
from ranked
where place = 1
