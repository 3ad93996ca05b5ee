{{ config(enabled=system_is_on('calabrio')) }}

with

renamed as (
    select distinct
        id as evaluation_id,
        cast(regexp_extract("qualityRef", '([0-9]+)$', 1) as bigint) as contact_id,
        "evalForm"."evalFormId" as form_id,
        agent.id as qm_agent_id,
        evaluator.id as evaluator_id,
        "isScoreCounted" as is_score_counted,
        state.text as state,
        epoch_ms(evaluated) as evaluated_at,
        "additiveScore" as additive_score,
        "totalScore" as total_score,
        sections
    from {{ source('calabrio', 'qm_evaluations') }}
),

ranked as (
    select
        *,
        row_number() over (partition by evaluation_id order by evaluated_at desc) as place
    from renamed
)

select
    evaluation_id,
    contact_id,
    form_id,
    qm_agent_id,
    evaluator_id,
    is_score_counted,
    state,
    evaluated_at,
    additive_score,
    total_score,
    sections
from ranked
where place = 1
