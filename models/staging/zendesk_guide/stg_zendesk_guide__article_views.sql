{{ config(enabled=system_is_on('zendesk_guide')) }}

-- An export of the same days replaces nothing: the same row twice is one row.

select distinct
    "Date" as viewed_on,
    "Article ID" as article_id,
    "Article locale" as locale,
    "Article views" as views
from {{ source('zendesk_guide', 'article_views') }}
