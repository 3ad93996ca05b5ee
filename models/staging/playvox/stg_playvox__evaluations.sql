{{ config(enabled=system_is_on('playvox')) }}

with

entries as (
    select unnest(result) as entry
    from {{ source('playvox', 'evaluations') }}
),

renamed as (
    select
        entry._id as evaluation_id,
        entry.status as status,
        entry.calibration_id as calibration_id,
        coalesce(entry.interaction_id, regexp_extract(entry.reference, '([0-9]+)$', 1)) as case_number,
        entry.agent_id as agent_id,
        entry.monitor_id as monitor_id,
        entry.scorecard_id as scorecard_id,
        entry.score as score,
        entry.sections as sections,
        entry.created_at as created_at,
        entry.updated_at as updated_at
    from entries
),

ranked as (
    select
        *,
        row_number() over (partition by evaluation_id order by updated_at desc) as place
    from renamed
)

select
    evaluation_id,
    status,
    calibration_id,
    case_number,
    agent_id,
    monitor_id,
    scorecard_id,
    score,
    sections,
    created_at,
    updated_at
from ranked
where place = 1
