{% macro dollars(column, digits=2) %}round({{ column }} / 100.0, {{ digits }}){% endmacro -%}
{{ config(materialized='view', tags=['staging', 'daily']) }}

with source as (
    select * from {{ source('voice', 'calls') }}
),

renamed as (
    select
        call_id,
        cast(started_at as timestamp) as started_at,
        cast(ended_at as timestamp) as ended_at,
        {{ dollars('cost_cents') }} as cost,
        lower(trim(queue_name)) as queue_name,
        nullif(agent_id, '') as agent_id,
        coalesce(wait_seconds, 0) as wait_seconds
    from source
    where started_at >= '{{ var("first_day", "2025-01-01") }}'
    {% if target.name == 'dev' -%}
        and started_at >= current_date - interval 30 day
    {%- endif %}
)

select * from renamed
