{{ config(enabled=system_is_on('klaus')) }}

select
    'klaus:' || review_id as evaluation_id,
    'klaus' as source_system,
    section,
    -- Weights are relative: what is not applicable leaves the numerator and the denominator.
    coalesce(sum(weight) filter (where score is not null), sum(weight)) as weight,
    sum(weight * score) / nullif(sum(weight) filter (where score is not null), 0) as score,
    count(score) = 0 as is_not_applicable
from {{ ref('stg_klaus__ratings') }}
group by review_id, section
