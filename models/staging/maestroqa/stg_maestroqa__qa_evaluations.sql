{{ config(enabled=system_is_on('maestroqa')) }}

with

gradings as (
    select
        scores.*,
        kind.canonical_value as kind
    from {{ ref('stg_maestroqa__total_scores') }} as scores
    left join {{ ref('vocabulary') }} as kind
        on kind.source_system = 'maestroqa'
        and kind.field = 'grade_type'
        and kind.vendor_value = scores.grade_type
),

points as (
    select
        grading_id,
        sum(score) as points
    from {{ ref('stg_maestroqa__section_scores') }}
    group by grading_id
)

select
    'maestroqa:' || gradings.grading_id as evaluation_id,
    'maestroqa' as source_system,
    '{{ var("maestroqa_case_system") }}:' || gradings.gradable_id as case_id,
    'maestroqa:' || gradings.agent_email as agent_id,
    'maestroqa:' || gradings.grader as evaluator_id,
    gradings.rubric as form,
    gradings.rubric_id as form_version,
    gradings.first_graded_at as evaluated_at,
    100 * gradings.score / nullif(gradings.max_score, 0) as vendor_score,
    -- No points in all in spite of points in sections: a rule failed it.
    gradings.score = 0 and coalesce(points.points, 0) > 0 as is_auto_fail,
    gradings.grader <> coalesce(gradings.agent_email, '') as is_counted,
    gradings.graded_at as loaded_at,
    {{ not_delivered('qa_evaluations', ['interaction_id']) }}
from gradings
left join points
    on points.grading_id = gradings.grading_id
where gradings.kind = 'grading'
