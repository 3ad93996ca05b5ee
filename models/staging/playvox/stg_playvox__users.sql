{{ config(enabled=system_is_on('playvox')) }}

with

entries as (
    select unnest(result) as entry
    from {{ source('playvox', 'users') }}
),

renamed as (
    select
        entry._id as user_id,
        lower(entry.email) as email,
        concat_ws(' ', entry.name, entry.last_name) as name,
        entry.status as status
    from entries
),

ranked as (
    select
        *,
        row_number() over (partition by user_id order by status) as place
    from renamed
)

select
    user_id,
    email,
    name,
    status
from ranked
where place = 1
