select
    article_id,
    source_system,
    locale,
    title,
    section,
    issue_type,
    published_at,
    edited_at,
    is_draft,
    views,
    votes_up,
    votes_down,
    loaded_at
from ({{ union_systems('kb_articles') }}) as delivered
