{{ config(enabled=system_is_on('intercom')) }}

with

entries as (
    select unnest(data) as entry
    from {{ source('intercom', 'articles') }}
),

ranked as (
    select
        *,
        row_number() over (
            partition by entry.id order by {{ intercom_time('entry.updated_at') }} desc, entry.statistics.views desc nulls last
        ) as place
    from entries
)

select
    'intercom:' || entry.id as article_id,
    'intercom' as source_system,
    entry.default_locale as locale,
    entry.title as title,
    entry.parent_id as section,
    -- The API has no moment of publication: a published article's creation is the nearest to it.
    case when entry.state = 'published' then {{ intercom_time('entry.created_at') }} end as published_at,
    {{ intercom_time('entry.updated_at') }} as edited_at,
    entry.state = 'draft' as is_draft,
    entry.statistics.views as views,
    cast(round(entry.statistics.reactions * entry.statistics.happy_reaction_percentage / 100) as bigint) as votes_up,
    cast(round(entry.statistics.reactions * entry.statistics.sad_reaction_percentage / 100) as bigint) as votes_down,
    {{ intercom_time('entry.updated_at') }} as loaded_at,
    {{ not_delivered('kb_articles', ['issue_type']) }}
from ranked
where place = 1
