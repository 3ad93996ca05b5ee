{{ config(enabled=system_is_on('zendesk')) }}

with

entries as (
    select unnest(legs) as entry
    from {{ source('zendesk', 'talk_legs') }}
),

renamed as (
    select
        entry.id as leg_id,
        entry.call_id as call_id,
        entry.agent_id as agent_id,
        entry.type as leg_type,
        entry.talk_time as talk_time_sec,
        cast(replace(entry.created_at, 'Z', '') as timestamp) as created_at,
        cast(replace(entry.updated_at, 'Z', '') as timestamp) as updated_at
    from entries
),

ranked as (
    select
        *,
        row_number() over (partition by leg_id order by updated_at desc) as place
    from renamed
)

select
    leg_id,
    call_id,
    agent_id,
    leg_type,
    talk_time_sec,
    created_at,
    updated_at
from ranked
where place = 1
