select
    case_id,
    source_system,
    attribute,
    value,
    set_at,
    unset_at,
    set_by
from ({{ union_systems('case_attributes') }}) as delivered
where set_at <= {{ run_start() }}
