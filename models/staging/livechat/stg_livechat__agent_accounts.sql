{{ config(enabled=system_is_on('livechat')) }}

with

listed as (
    select
        id as login,
        account_id,
        name,
        groups[1].id as group_id
    from {{ source('livechat', 'agents') }}
),

-- Who has left is in no list any more, but in the chats.
seen as (
    select
        member.id as login,
        member.name as name,
        row_number() over (partition by member.id order by created_at desc) as place
    from (
        select created_at, unnest(agents) as member
        from {{ ref('stg_livechat__threads') }}
    )
),

together as (
    select login, account_id, name, group_id
    from listed
    union all
    select login, null, name, null
    from seen
    where place = 1
        and login not in (select login from listed)
)

-- A person's login is an address and may change, the account stays. Bots are agents too, with an id that is no address.
select
    login,
    coalesce(account_id, login) as agent_key,
    name,
    group_id,
    login not like '%@%' as is_bot
from together
