{{ config(enabled=system_is_on('calabrio')) }}

with

sections as (
    select
        evaluation_id,
        form_id,
        unnest(sections) as section
    from {{ ref('stg_calabrio__evaluations') }}
    where state = 'SCORED'
        and is_score_counted
),

answers as (
    select
        evaluation_id,
        form_id,
        unnest(section.questions) as answer
    from sections
),

-- What is not applicable leaves the numerator and the denominator.
points as (
    select
        answers.evaluation_id,
        options.section,
        options.section_weight,
        options.question_weight,
        case when options.option_type <> 'na' then options.points / nullif(options.points_possible, 0) end as share
    from answers
    inner join {{ ref('stg_calabrio__form_options') }} as options
        on options.form_id = answers.form_id
        and options.question_id = answers.answer.id
        and options.option_id = answers.answer.selectedOption
)

select
    'calabrio:' || evaluation_id as evaluation_id,
    'calabrio' as source_system,
    section,
    max(section_weight) as weight,
    100 * sum(question_weight * share) / nullif(sum(question_weight) filter (where share is not null), 0) as score,
    count(share) = 0 as is_not_applicable
from points
group by evaluation_id, section
