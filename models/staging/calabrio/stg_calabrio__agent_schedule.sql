{{ config(enabled=system_is_on('calabrio')) }}

with

vocabulary as (
    select * from {{ ref('vocabulary') }} where source_system = 'calabrio'
)

select
    'calabrio:' || layers.person_id as agent_id,
    'calabrio' as source_system,
    -- Whatever its name, an absence is one.
    case when layers.absence_id is not null then 'absence' else activity.canonical_value end as activity,
    layers.name as vendor_activity,
    layers.starts_at,
    layers.ends_at,
    {{ not_delivered('agent_schedule', ['loaded_at']) }}
from {{ ref('stg_calabrio__schedule_layers') }} as layers
left join vocabulary as activity
    on activity.field = 'activity'
    and activity.vendor_value = layers.name
