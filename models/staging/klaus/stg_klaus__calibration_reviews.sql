{{ config(enabled=system_is_on('klaus')) }}

with

session_entries as (
    select unnest(calibrationSessions) as calibration_session
    from {{ source('klaus', 'calibration_sessions') }}
),

conversation_entries as (
    select
        calibration_session.id as session_id,
        calibration_session.updatedAt as session_updated_at,
        unnest(calibration_session.conversations) as conversation
    from session_entries
),

review_entries as (
    select
        session_id,
        session_updated_at,
        conversation.externalId as external_id,
        unnest(conversation.reviews) as review
    from conversation_entries
),

ranked as (
    select
        review.id as review_id,
        session_id,
        external_id,
        lower(review.reviewer.email) as reviewer_email,
        review.score as score,
        review.createdISO as created_at,
        row_number() over (partition by review.id order by review.updatedISO desc, session_updated_at desc) as place
    from review_entries
)

select
    review_id,
    session_id,
    external_id,
    reviewer_email,
    score,
    created_at
from ranked
where place = 1
