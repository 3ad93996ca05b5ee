{{ config(
    materialized='incremental',
    incremental_strategy='delete+insert',
    unique_key='interaction_id',
    on_schema_change='fail',
    pre_hook="{{ forget_recent('coalesce(queued_at, left_at)') }}",
) }}

with

delivered as (
    {{ union_systems('interaction_segments') }}
),

{% if is_incremental() -%}
touched as (
    {{ new_or_loaded_again('delivered', 'segment_id', 'interaction_id') }}
),

{% endif -%}
source_systems as (
    select * from {{ ref('source_systems') }}
),

-- One formula for all sources: talk never includes hold here.
handled as (
    select
        delivered.segment_id,
        delivered.interaction_id,
        delivered.source_system,
        delivered.seq,
        delivered.queue,
        delivered.agent_id,
        delivered.queued_at,
        delivered.answered_at,
        delivered.left_at,
        delivered.queue_time_sec,
        delivered.ring_time_sec,
        case
            when source_systems.talk_includes_hold then delivered.talk_time_sec - coalesce(delivered.hold_time_sec, 0)
            else delivered.talk_time_sec
        end as talk_time_sec,
        delivered.hold_time_sec,
        delivered.wrap_time_sec,
        delivered.outcome,
        delivered.vendor_outcome,
        delivered.loaded_at
    from delivered
    left join source_systems
        on source_systems.source_system = delivered.source_system
    where coalesce(delivered.queued_at, delivered.left_at) <= {{ run_start() }}
    {%- if is_incremental() %}
        and delivered.interaction_id in (select interaction_id from touched)
    {%- endif %}
)

select
    segment_id,
    interaction_id,
    source_system,
    seq,
    queue,
    agent_id,
    queued_at,
    answered_at,
    left_at,
    queue_time_sec,
    ring_time_sec,
    talk_time_sec,
    hold_time_sec,
    wrap_time_sec,
    talk_time_sec + hold_time_sec + wrap_time_sec as handle_time_sec,
    talk_time_sec is not null and hold_time_sec is not null and wrap_time_sec is not null as handle_time_complete,
    outcome,
    vendor_outcome,
    loaded_at
from handled
