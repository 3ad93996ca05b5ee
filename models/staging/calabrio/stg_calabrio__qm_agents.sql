{{ config(enabled=system_is_on('calabrio')) }}

with

entries as (
    select distinct unnest(agents) as entry
    from {{ source('calabrio', 'qm_agents') }}
)

select
    entry.id as qm_agent_id,
    min(lower(entry.email)) as email,
    min(concat_ws(' ', entry.firstName, entry.lastName)) as name
from entries
group by entry.id
