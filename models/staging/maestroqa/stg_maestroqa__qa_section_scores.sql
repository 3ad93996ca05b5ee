{{ config(enabled=system_is_on('maestroqa')) }}

-- The export has no weights: points possible are the weights, which holds where the form does not weight.

select
    'maestroqa:' || grading_id as evaluation_id,
    'maestroqa' as source_system,
    section,
    sum(max_score) as weight,
    100 * sum(score) / nullif(sum(max_score), 0) as score,
    sum(max_score) = 0 as is_not_applicable
from {{ ref('stg_maestroqa__section_scores') }}
where 'maestroqa:' || grading_id in (select evaluation_id from {{ ref('stg_maestroqa__qa_evaluations') }})
group by grading_id, section
