{{ config(enabled=system_is_on('playvox')) }}

with

users as (
    select * from {{ ref('stg_playvox__users') }}
),

-- People that only workforce management knows.
others as (
    select distinct
        tasks.wfm_user_id,
        tasks.email
    from {{ ref('stg_playvox__wfm_tasks') }} as tasks
    left join users
        on users.email = tasks.email
    where users.email is null
)

select
    'playvox:' || user_id as agent_id,
    'playvox' as source_system,
    name,
    email,
    {{ not_delivered('agents', ['team']) }}
from users

union all

select
    'playvox:wfm-' || wfm_user_id,
    'playvox',
    min(email),
    min(email),
    {{ not_delivered('agents', ['team']) }}
from others
group by wfm_user_id
