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
        {{ maestroqa_text('section_id') }} as section_id,
        {{ maestroqa_text('section_name') }} as section,
        section_score as score,
        max_section_score as max_score,
        cast({{ maestroqa_text('date_graded') }} as timestamp) as graded_at
    from {{ source('maestroqa', 'section_scores') }}
),

ranked as (
    select
        *,
        row_number() over (partition by gradable_id, rubric_id, grader, grade_type, section_id order by graded_at desc) as place
    from renamed
)

select
    concat_ws(':', gradable_id, rubric_id, grader, grade_type) as grading_id,
    section_id,
    section,
    score,
    max_score,
    graded_at
from ranked
where place = 1
