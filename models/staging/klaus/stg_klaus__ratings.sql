{{ config(enabled=system_is_on('klaus')) }}

with

entries as (
    select
        review_id,
        unnest(ratings) as rating
    from {{ ref('stg_klaus__reviews') }}
)

select
    review_id,
    rating.categoryId as category_id,
    rating.categoryName as category,
    coalesce(rating.groupName, rating.categoryName) as section,
    rating.weight as weight,
    -- No score: not applicable to this conversation.
    rating.score as score,
    coalesce(rating.critical, false) as is_critical
from entries
