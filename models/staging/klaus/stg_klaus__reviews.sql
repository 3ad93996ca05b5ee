{{ config(enabled=system_is_on('klaus')) }}

with

conversation_entries as (
    select unnest(conversations) as conversation
    from {{ source('klaus', 'reviews') }}
),

review_entries as (
    select
        conversation.externalId as external_id,
        conversation.sourceType as source_type,
        conversation.lastUpdatedISO as conversation_updated_at,
        unnest(conversation.reviews) as review
    from conversation_entries
),

renamed as (
    select
        review.id as review_id,
        external_id,
        source_type,
        lower(review.reviewer.email) as reviewer_email,
        review.reviewer.name as reviewer_name,
        lower(review.reviewee.email) as reviewee_email,
        review.reviewee.name as reviewee_name,
        review.reviewee.groups[1].name as reviewee_group,
        review.scorecard.id as scorecard_id,
        review.scorecard.name as scorecard,
        review.score as score,
        review.ratings as ratings,
        review.createdISO as created_at,
        review.updatedISO as updated_at,
        conversation_updated_at
    from review_entries
),

ranked as (
    select
        *,
        row_number() over (partition by review_id order by updated_at desc, conversation_updated_at desc) as place
    from renamed
)

select
    review_id,
    external_id,
    source_type,
    reviewer_email,
    reviewer_name,
    reviewee_email,
    reviewee_name,
    reviewee_group,
    scorecard_id,
    scorecard,
    score,
    ratings,
    created_at,
    updated_at
from ranked
where place = 1
