select
    calibration_id,
    source_system,
    interaction_id,
    case_id,
    grader_id,
    grader_role,
    score,
    graded_at
from ({{ union_systems('qa_calibrations') }}) as delivered
where graded_at <= {{ run_start() }}
