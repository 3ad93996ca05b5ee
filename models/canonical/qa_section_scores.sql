select
    evaluation_id,
    source_system,
    section,
    weight,
    score,
    coalesce(is_not_applicable, false) as is_not_applicable
from ({{ union_systems('qa_section_scores') }}) as delivered
