{{ config(enabled=system_is_on('livechat')) }}

with

accounts as (
    select * from {{ ref('stg_livechat__agent_accounts') }} where not is_bot
),

groups as (
    select
        id as group_id,
        name as group_name
    from {{ source('livechat', 'groups') }}
)

select
    'livechat:' || accounts.agent_key as agent_id,
    'livechat' as source_system,
    accounts.name,
    lower(accounts.login) as email,
    groups.group_name as team
from accounts
left join groups
    on groups.group_id = accounts.group_id
