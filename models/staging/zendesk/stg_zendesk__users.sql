{{ config(enabled=system_is_on('zendesk')) }}

with

entries as (
    select unnest(users) as entry
    from {{ source('zendesk', 'users') }}
),

renamed as (
    select
        entry.id as user_id,
        entry.role as role,
        entry.name as name,
        lower(entry.email) as email,
        entry.phone as phone,
        entry.external_id as external_id,
        cast(replace(entry.created_at, 'Z', '') as timestamp) as created_at,
        cast(replace(entry.updated_at, 'Z', '') as timestamp) as updated_at
    from entries
),

ranked as (
    select
        *,
        row_number() over (partition by user_id order by updated_at desc) as place
    from renamed
)

select
    user_id,
    role,
    role in ('agent', 'admin') as is_staff,
    name,
    email,
    phone,
    external_id,
    created_at,
    updated_at
from ranked
where place = 1
