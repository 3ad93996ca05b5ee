{{ config(enabled=system_is_on('calabrio')) }}

select
    'calabrio:' || person_id as agent_id,
    'calabrio' as source_system,
    any_value(name) as name,
    any_value(email) as email,
    any_value(team_id) as team
from {{ ref('stg_calabrio__people') }}
group by person_id
