{#- Names of types. -#}

{% macro type_string() %}{{ adapter.dispatch('type_string', 'dbt')() }}{% endmacro %}
{% macro default__type_string() %}TEXT{% endmacro %}

{% macro type_timestamp() %}{{ adapter.dispatch('type_timestamp', 'dbt')() }}{% endmacro %}
{% macro default__type_timestamp() %}TIMESTAMP{% endmacro %}

{% macro type_float() %}{{ adapter.dispatch('type_float', 'dbt')() }}{% endmacro %}
{% macro default__type_float() %}FLOAT{% endmacro %}

{% macro type_numeric() %}{{ adapter.dispatch('type_numeric', 'dbt')() }}{% endmacro %}
{% macro default__type_numeric() %}numeric(28,6){% endmacro %}

{% macro type_bigint() %}{{ adapter.dispatch('type_bigint', 'dbt')() }}{% endmacro %}
{% macro default__type_bigint() %}bigint{% endmacro %}

{% macro type_int() %}{{ adapter.dispatch('type_int', 'dbt')() }}{% endmacro %}
{% macro default__type_int() %}INT{% endmacro %}

{% macro type_boolean() %}{{ adapter.dispatch('type_boolean', 'dbt')() }}{% endmacro %}
{% macro default__type_boolean() %}BOOLEAN{% endmacro %}
