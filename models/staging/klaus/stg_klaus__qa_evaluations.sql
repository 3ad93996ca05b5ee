{{ config(enabled=system_is_on('klaus')) }}

with

reviews as (
    select * from {{ ref('stg_klaus__reviews') }}
),

failures as (
    select
        review_id,
        bool_or(is_critical and score = 0) as is_auto_fail
    from {{ ref('stg_klaus__ratings') }}
    group by review_id
),

helpdesks as (
    select * from {{ ref('vocabulary') }} where source_system = 'klaus' and field = 'source_type'
)

select
    'klaus:' || reviews.review_id as evaluation_id,
    'klaus' as source_system,
    helpdesks.canonical_value || ':' || reviews.external_id as case_id,
    'klaus:' || reviews.reviewee_email as agent_id,
    'klaus:' || reviews.reviewer_email as evaluator_id,
    reviews.scorecard as form,
    reviews.scorecard_id as form_version,
    reviews.created_at as evaluated_at,
    reviews.score as vendor_score,
    coalesce(failures.is_auto_fail, false) as is_auto_fail,
    -- People who review themselves are not judged by it.
    reviews.reviewer_email <> reviews.reviewee_email as is_counted,
    reviews.updated_at as loaded_at,
    {{ not_delivered('qa_evaluations', ['interaction_id']) }}
from reviews
left join failures
    on failures.review_id = reviews.review_id
left join helpdesks
    on helpdesks.vendor_value = reviews.source_type
