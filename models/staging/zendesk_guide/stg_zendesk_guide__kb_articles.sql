{{ config(enabled=system_is_on('zendesk_guide')) }}

with

views as (
    select
        article_id,
        locale,
        sum(views) as views
    from {{ ref('stg_zendesk_guide__article_views') }}
    group by article_id, locale
),

issue_types as (
    select * from {{ ref('vocabulary') }} where source_system = 'zendesk_guide' and field = 'label'
),

topics as (
    select
        articles.article_id,
        articles.locale,
        min(issue_types.canonical_value) as issue_type
    from {{ ref('stg_zendesk_guide__articles') }} as articles
    inner join issue_types
        on list_contains(articles.labels, issue_types.vendor_value)
    group by articles.article_id, articles.locale
)

select
    'zendesk_guide:' || articles.article_id as article_id,
    'zendesk_guide' as source_system,
    articles.locale,
    articles.title,
    sections.name as section,
    topics.issue_type,
    -- The API tells when an article was written; when a draft was published it does not.
    case when not articles.is_draft then articles.created_at end as published_at,
    articles.edited_at,
    articles.is_draft,
    coalesce(views.views, 0) as views,
    (articles.vote_count + articles.vote_sum) // 2 as votes_up,
    (articles.vote_count - articles.vote_sum) // 2 as votes_down,
    articles.updated_at as loaded_at
from {{ ref('stg_zendesk_guide__articles') }} as articles
left join {{ ref('stg_zendesk_guide__sections') }} as sections
    on sections.section_id = articles.section_id
left join views
    on views.article_id = articles.article_id
    and views.locale = articles.locale
left join topics
    on topics.article_id = articles.article_id
    and topics.locale = articles.locale
