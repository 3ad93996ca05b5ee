{{ config(
    materialized='incremental',
    incremental_strategy='delete+insert',
    unique_key='survey_id',
    on_schema_change='fail',
    pre_hook="{{ forget_recent('coalesce(sent_at, responded_at)') }}",
) }}

with

delivered as (
    {{ union_systems_of_customers('surveys') }}
),

survey_scales as (
    select * from {{ ref('survey_scales') }}
)

select
    delivered.survey_id,
    delivered.source_system,
    delivered.kind,
    delivered.scope,
    delivered.delivery,
    delivered.sent_at,
    delivered.delivered_at,
    coalesce(delivered.bounced, false) as bounced,
    delivered.responded_at,
    delivered.raw_score,
    delivered.scale,
    survey_scales.score,
    survey_scales.is_satisfied,
    survey_scales.nps_class,
    delivered.weight,
    delivered.channel,
    delivered.interaction_id,
    delivered.case_id,
    delivered.customer_id,
    delivered.agent_id,
    delivered.issue_type,
    coalesce(delivered.is_test, false) as is_test,
    delivered.loaded_at
from delivered
{% if is_incremental() -%}
left join {{ this }} as known
    on known.survey_id = delivered.survey_id
    and known.loaded_at is not distinct from delivered.loaded_at
    and known.customer_id is not distinct from delivered.customer_id
{% endif -%}
left join survey_scales
    on survey_scales.scale = delivered.scale
    and survey_scales.raw_score = lower(trim(delivered.raw_score))
where coalesce(delivered.sent_at, delivered.responded_at) <= {{ run_start() }}
{%- if is_incremental() %}
    and known.survey_id is null
{%- endif %}
