{{ config(enabled=system_is_on('maestroqa')) }}

select
    'maestroqa:' || scores.gradable_id || ':' || scores.rubric_id as calibration_id,
    'maestroqa' as source_system,
    '{{ var("maestroqa_case_system") }}:' || scores.gradable_id as case_id,
    'maestroqa:' || scores.grader as grader_id,
    case kind.canonical_value when 'calibration_final' then 'final' else 'grader' end as grader_role,
    100 * scores.score / nullif(scores.max_score, 0) as score,
    scores.first_graded_at as graded_at,
    {{ not_delivered('qa_calibrations', ['interaction_id']) }}
from {{ ref('stg_maestroqa__total_scores') }} as scores
inner join {{ ref('vocabulary') }} as kind
    on kind.source_system = 'maestroqa'
    and kind.field = 'grade_type'
    and kind.vendor_value = scores.grade_type
where kind.canonical_value in ('calibration', 'calibration_final')
