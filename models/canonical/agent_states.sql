{{ config(
    materialized='incremental',
    incremental_strategy='delete+insert',
    unique_key=['agent_id', 'started_at'],
    on_schema_change='fail',
    pre_hook="{{ forget_recent('started_at') }}",
) }}

with

delivered as (
    {{ union_systems('agent_states') }}
)

select
    delivered.agent_id,
    delivered.source_system,
    delivered.state,
    delivered.vendor_state,
    delivered.started_at,
    delivered.ended_at,
    delivered.loaded_at
from delivered
{% if is_incremental() -%}
left join {{ this }} as known
    on known.agent_id = delivered.agent_id
    and known.started_at = delivered.started_at
    and known.ended_at is not distinct from delivered.ended_at
    and known.loaded_at is not distinct from delivered.loaded_at
{% endif -%}
where delivered.started_at <= {{ run_start() }}
{%- if is_incremental() %}
    and known.agent_id is null
{%- endif %}
