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
),

-- An agent is in one state at a time: the next one ends it, whatever its own end says.
intervals as (
    select
        agent_id,
        source_system,
        state,
        vendor_state,
        started_at,
        least(ended_at, lead(started_at) over (partition by agent_id order by started_at)) as ended_at,
        loaded_at
    from delivered
)

select
    intervals.agent_id,
    intervals.source_system,
    intervals.state,
    intervals.vendor_state,
    intervals.started_at,
    intervals.ended_at,
    intervals.loaded_at
from intervals
{% if is_incremental() -%}
left join {{ this }} as known
    on known.agent_id = intervals.agent_id
    and known.started_at = intervals.started_at
    and known.ended_at is not distinct from intervals.ended_at
    and known.loaded_at is not distinct from intervals.loaded_at
{% endif -%}
where intervals.started_at <= {{ run_start() }}
{%- if is_incremental() %}
    and known.agent_id is null
{%- endif %}
