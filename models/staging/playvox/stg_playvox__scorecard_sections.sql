{{ config(enabled=system_is_on('playvox')) }}

with

cards as (
    select distinct unnest(result) as card
    from {{ source('playvox', 'scorecards') }}
),

sections as (
    select
        card._id as scorecard_id,
        card.name as scorecard,
        unnest(card.sections) as section
    from cards
)

select
    scorecard_id,
    any_value(scorecard) as scorecard,
    section._id as section_id,
    any_value(section.name) as section,
    -- The weight stands on the section or on its questions.
    any_value(coalesce(section.weight, list_sum([question.weight for question in section.questions]))) as weight
from sections
group by scorecard_id, section._id
