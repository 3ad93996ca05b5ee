{{ config(enabled=system_is_on('maestroqa')) }}

with

renamed as (
    select
        {{ maestroqa_text('gradable_id') }} as gradable_id,
        {{ maestroqa_text('agent_id') }} as agent_number,
        {{ maestroqa_text('agent_name') }} as agent_name,
        lower({{ maestroqa_text('agent_email') }}) as agent_email,
        lower({{ maestroqa_text('grader') }}) as grader,
        {{ maestroqa_text('grade_type') }} as grade_type,
        {{ maestroqa_text('rubric_id') }} as rubric_id,
        {{ maestroqa_text('rubric_name') }} as rubric,
        rubric_score as score,
        max_rubric_score as max_score,
        cast({{ maestroqa_text('date_first_graded') }} as timestamp) as first_graded_at,
        cast({{ maestroqa_text('date_graded') }} as timestamp) as graded_at
    from {{ source('maestroqa', 'total_scores') }}
),

-- The export has no id: one person grades one ticket by one form once.
ranked as (
    select
        *,
        row_number() over (partition by gradable_id, rubric_id, grader, grade_type order by graded_at desc) as place
    from renamed
)

select
    concat_ws(':', gradable_id, rubric_id, grader, grade_type) as grading_id,
    gradable_id,
    agent_number,
    agent_name,
    agent_email,
    grader,
    grade_type,
    rubric_id,
    rubric,
    score,
    max_score,
    first_graded_at,
    graded_at
from ranked
where place = 1
