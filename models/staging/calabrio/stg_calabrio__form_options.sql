{{ config(enabled=system_is_on('calabrio')) }}

with

sections as (
    select distinct
        id as form_id,
        name as form,
        unnest(sections) as section
    from {{ source('calabrio', 'qm_evalforms') }}
),

questions as (
    select
        form_id,
        form,
        section.id as section_id,
        section.name as section,
        section.weight as section_weight,
        unnest(section.questions) as question
    from sections
),

options as (
    select
        form_id,
        form,
        section_id,
        section,
        section_weight,
        question.id as question_id,
        question.weight as question_weight,
        list_max([option.points for option in question.options]) as points_possible,
        unnest(question.options) as option
    from questions
)

select
    form_id,
    form,
    section_id,
    section,
    section_weight,
    question_id,
    question_weight,
    option.id as option_id,
    option.points as points,
    points_possible,
    option.type as option_type
from options
