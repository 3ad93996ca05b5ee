{{ config(enabled=system_is_on('maestroqa')) }}

select distinct
    'maestroqa:' || coaching_id as coaching_id,
    'maestroqa' as source_system,
    'maestroqa:' || concat_ws(':', gradable_id, rubric_id, lower(grader), 'Grading') as evaluation_id,
    'maestroqa:' || lower(agent_email) as agent_id,
    'maestroqa:' || lower(coach_email) as coach_id,
    opened_at,
    closed_at
from {{ source('maestroqa', 'coaching') }}
