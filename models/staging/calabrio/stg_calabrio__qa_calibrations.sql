{{ config(enabled=system_is_on('calabrio')) }}

-- There are no sessions: the uncounted evaluations of one contact by one form are one.

select
    'calabrio:' || evaluations.contact_id || ':' || evaluations.form_id as calibration_id,
    'calabrio' as source_system,
    '{{ var("calabrio_call_system") }}:' || contacts.call_number as interaction_id,
    'calabrio:' || evaluator.person_id as grader_id,
    'grader' as grader_role,
    evaluations.total_score as score,
    evaluations.evaluated_at as graded_at,
    {{ not_delivered('qa_calibrations', ['case_id']) }}
from {{ ref('stg_calabrio__evaluations') }} as evaluations
left join {{ ref('stg_calabrio__contacts') }} as contacts
    on contacts.contact_id = evaluations.contact_id
left join {{ ref('stg_calabrio__people') }} as evaluator
    on evaluator.qm_agent_id = evaluations.evaluator_id
where evaluations.state = 'SCORED'
    and not evaluations.is_score_counted
