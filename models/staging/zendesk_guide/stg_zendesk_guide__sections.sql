{{ config(enabled=system_is_on('zendesk_guide')) }}

with

entries as (
    select unnest(sections) as entry
    from {{ source('zendesk_guide', 'sections') }}
),

ranked as (
    select
        entry.id as section_id,
        entry.name as name,
        row_number() over (partition by entry.id order by entry.updated_at desc, entry.locale) as place
    from entries
)

select
    section_id,
    name
from ranked
where place = 1
