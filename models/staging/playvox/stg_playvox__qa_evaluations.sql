{{ config(enabled=system_is_on('playvox')) }}

with

evaluations as (
    select * from {{ ref('stg_playvox__evaluations') }} where calibration_id is null and status = 'completed'
),

cards as (
    select distinct scorecard_id, scorecard from {{ ref('stg_playvox__scorecard_sections') }}
)

select
    'playvox:' || evaluations.evaluation_id as evaluation_id,
    'playvox' as source_system,
    '{{ var("playvox_case_system") }}:' || evaluations.case_number as case_id,
    'playvox:' || evaluations.agent_id as agent_id,
    'playvox:' || evaluations.monitor_id as evaluator_id,
    cards.scorecard as form,
    evaluations.scorecard_id as form_version,
    evaluations.created_at as evaluated_at,
    evaluations.score as vendor_score,
    len(list_filter(evaluations.sections, section -> section.type_fail is not null and not section.passed)) > 0 as is_auto_fail,
    evaluations.agent_id <> evaluations.monitor_id as is_counted,
    evaluations.updated_at as loaded_at,
    {{ not_delivered('qa_evaluations', ['interaction_id']) }}
from evaluations
left join cards
    on cards.scorecard_id = evaluations.scorecard_id
