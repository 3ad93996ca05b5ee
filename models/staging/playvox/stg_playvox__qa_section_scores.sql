{{ config(enabled=system_is_on('playvox')) }}

with

sections as (
    select
        evaluation_id,
        scorecard_id,
        unnest(sections) as section
    from {{ ref('stg_playvox__evaluations') }}
    where calibration_id is null
        and status = 'completed'
)

select
    'playvox:' || sections.evaluation_id as evaluation_id,
    'playvox' as source_system,
    coalesce(forms.section, sections.section._id) as section,
    coalesce(forms.weight, 1) as weight,
    sections.section.score as score,
    sections.section.score is null as is_not_applicable
from sections
left join {{ ref('stg_playvox__scorecard_sections') }} as forms
    on forms.scorecard_id = sections.scorecard_id
    and forms.section_id = sections.section._id
