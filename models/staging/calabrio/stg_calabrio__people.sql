{{ config(enabled=system_is_on('calabrio')) }}

with

persons as (
    select * from {{ ref('stg_calabrio__persons') }}
)

-- The two products number people apart; the e-mail says who is the same.
select
    coalesce(persons.person_id, 'qm-' || qm_agents.qm_agent_id) as person_id,
    persons.person_id as wfm_person_id,
    qm_agents.qm_agent_id,
    coalesce(persons.email, qm_agents.email) as email,
    coalesce(persons.name, qm_agents.name) as name,
    persons.team_id
from persons
full outer join {{ ref('stg_calabrio__qm_agents') }} as qm_agents
    on qm_agents.email = persons.email
