{{ config(enabled=system_is_on('freshdesk')) }}

with

ranked as (
    select
        *,
        row_number() over (partition by id order by updated_at desc) as place
    from {{ source('freshdesk', 'groups') }}
)

select
    id as group_id,
    name as group_name
from ranked
where place = 1
