{{ config(enabled=system_is_on('freshdesk')) }}

with

ranked as (
    select
        *,
        row_number() over (partition by id order by updated_at desc) as place
    from {{ source('freshdesk', 'agents') }}
),

groups as (
    select * from {{ ref('stg_freshdesk__groups') }}
)

select
    'freshdesk:' || ranked.id as agent_id,
    'freshdesk' as source_system,
    ranked.contact.name as name,
    lower(ranked.contact.email) as email,
    groups.group_name as team
from ranked
-- An agent may be in several groups: the first one listed is the team.
left join groups
    on groups.group_id = ranked.group_ids[1]
where ranked.place = 1
