{{ config(enabled=system_is_on('playvox')) }}

with

entries as (
    select distinct unnest(result) as entry
    from {{ source('playvox', 'calibrations') }}
),

experts as (
    select distinct
        entry._id as calibration_id,
        entry.expert._id as expert_id,
        entry.scorecard_answer_id_reference as reference_evaluation_id
    from entries
)

-- An analyst's "score" in a calibration is agreement with the expert: the grade itself is the evaluation that the calibration made.
select
    'playvox:' || evaluations.calibration_id as calibration_id,
    'playvox' as source_system,
    '{{ var("playvox_case_system") }}:' || evaluations.case_number as case_id,
    'playvox:' || evaluations.monitor_id as grader_id,
    case
        when evaluations.evaluation_id = experts.reference_evaluation_id or evaluations.monitor_id = experts.expert_id then 'expert'
        else 'grader'
    end as grader_role,
    evaluations.score,
    evaluations.created_at as graded_at,
    {{ not_delivered('qa_calibrations', ['interaction_id']) }}
from {{ ref('stg_playvox__evaluations') }} as evaluations
left join experts
    on experts.calibration_id = evaluations.calibration_id
where evaluations.calibration_id is not null
