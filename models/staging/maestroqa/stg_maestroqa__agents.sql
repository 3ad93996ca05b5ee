{{ config(enabled=system_is_on('maestroqa')) }}

with

people as (
    select agent_email as email, agent_name as name, graded_at as seen_at from {{ ref('stg_maestroqa__total_scores') }}
    union all
    select grader, null, graded_at from {{ ref('stg_maestroqa__total_scores') }}
    union all
    select lower(agent_email), null, opened_at from {{ source('maestroqa', 'coaching') }}
    union all
    select lower(coach_email), null, opened_at from {{ source('maestroqa', 'coaching') }}
)

select
    'maestroqa:' || email as agent_id,
    'maestroqa' as source_system,
    coalesce(arg_max(name, (seen_at, name)) filter (where name is not null), email) as name,
    email,
    {{ not_delivered('agents', ['team']) }}
from people
where email is not null
group by email
