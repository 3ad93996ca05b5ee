{{ config(enabled=system_is_on('calabrio')) }}

with

evaluations as (
    select * from {{ ref('stg_calabrio__evaluations') }} where state = 'SCORED' and is_score_counted
),

people as (
    select * from {{ ref('stg_calabrio__people') }} where qm_agent_id is not null
),

forms as (
    select distinct form_id, form from {{ ref('stg_calabrio__form_options') }}
)

select
    'calabrio:' || evaluations.evaluation_id as evaluation_id,
    'calabrio' as source_system,
    '{{ var("calabrio_call_system") }}:' || contacts.call_number as interaction_id,
    'calabrio:' || agent.person_id as agent_id,
    'calabrio:' || evaluator.person_id as evaluator_id,
    forms.form,
    cast(evaluations.form_id as varchar) as form_version,
    evaluations.evaluated_at,
    evaluations.total_score as vendor_score,
    -- A question of the kind "kpi" that fails takes the whole total away.
    evaluations.total_score = 0 and evaluations.additive_score > 0 as is_auto_fail,
    evaluations.qm_agent_id <> evaluations.evaluator_id as is_counted,
    evaluations.evaluated_at as loaded_at,
    {{ not_delivered('qa_evaluations', ['case_id']) }}
from evaluations
left join {{ ref('stg_calabrio__contacts') }} as contacts
    on contacts.contact_id = evaluations.contact_id
left join people as agent
    on agent.qm_agent_id = evaluations.qm_agent_id
left join people as evaluator
    on evaluator.qm_agent_id = evaluations.evaluator_id
left join forms
    on forms.form_id = evaluations.form_id
