{#- The present moment. -#}

{% macro current_timestamp() %}{{ adapter.dispatch('current_timestamp', 'dbt')() }}{% endmacro %}
{% macro default__current_timestamp() %}now(){% endmacro %}

{#- What dbt_utils.current_timestamp and dbt_utils.current_timestamp_in_utc used to be. -#}
{% macro current_timestamp_backcompat() %}{{ adapter.dispatch('current_timestamp_backcompat', 'dbt')() }}{% endmacro %}
{% macro default__current_timestamp_backcompat() %}cast(current_timestamp as {{ type_timestamp() }}){% endmacro %}

{% macro current_timestamp_in_utc_backcompat() %}{{ adapter.dispatch('current_timestamp_in_utc_backcompat', 'dbt')() }}{% endmacro %}
{% macro default__current_timestamp_in_utc_backcompat() %}cast(current_timestamp at time zone 'utc' as {{ type_timestamp() }}){% endmacro %}

{#- Moments as snapshots keep them. -#}
{% macro snapshot_get_time() %}{{ adapter.dispatch('snapshot_get_time', 'dbt')() }}{% endmacro %}
{% macro default__snapshot_get_time() %}cast({{ current_timestamp() }} as timestamp){% endmacro %}

{% macro snapshot_string_as_time(timestamp) %}{{ adapter.dispatch('snapshot_string_as_time', 'dbt')(timestamp) }}{% endmacro %}
{% macro default__snapshot_string_as_time(timestamp) %}cast('{{ timestamp }}' as timestamp){% endmacro %}
