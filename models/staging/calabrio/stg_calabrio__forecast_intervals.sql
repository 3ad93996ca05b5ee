{{ config(enabled=system_is_on('calabrio')) }}

with

entries as (
    select
        filename,
        unnest("Result") as entry
    from {{ source('calabrio', 'wfm_forecasts') }}
),

skills as (
    select distinct unnest("Result") as skill
    from {{ source('calabrio', 'wfm_skills') }}
)

select distinct
    regexp_extract(entries.filename, '([0-9]{4}-[0-9]{2}-[0-9]{2})', 1) as made_on,
    entries.entry."SkillId" as skill_id,
    skills.skill."Name" as skill,
    entries.entry."Period"."StartTime" as starts_at,
    entries.entry."Period"."EndTime" as ends_at,
    entries.entry."Tasks" as tasks,
    entries.entry."AverageTaskTimeSeconds" + coalesce(entries.entry."AverageAfterTaskTimeSeconds", 0) as handle_time_sec,
    entries.entry."Agents" as agents
from entries
left join skills
    on skills.skill."Id" = entries.entry."SkillId"
