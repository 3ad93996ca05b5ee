with

delivered as (
    {{ union_systems('qa_evaluations') }}
),

-- Weights of what is not applicable fall away instead of pulling the score down.
sections as (
    select
        evaluation_id,
        cast(count(*) as integer) as section_count,
        sum(weight * score) / nullif(sum(weight), 0) as score
    from {{ ref('qa_section_scores') }}
    where not is_not_applicable
        and score is not null
    group by evaluation_id
)

select
    delivered.evaluation_id,
    delivered.source_system,
    delivered.interaction_id,
    delivered.case_id,
    delivered.agent_id,
    delivered.evaluator_id,
    delivered.form,
    delivered.form_version,
    delivered.evaluated_at,
    case when delivered.is_auto_fail then 0 else sections.score end as score,
    delivered.vendor_score,
    coalesce(delivered.is_auto_fail, false) as is_auto_fail,
    coalesce(delivered.is_counted, true) as is_counted,
    coalesce(sections.section_count, 0) as section_count,
    delivered.loaded_at
from delivered
left join sections
    on sections.evaluation_id = delivered.evaluation_id
where delivered.evaluated_at <= {{ run_start() }}
