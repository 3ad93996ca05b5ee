{#- Set operations, and equality. -#}

{% macro except() %}{{ adapter.dispatch('except', 'dbt')() }}{% endmacro %}
{% macro default__except() %}except{% endmacro %}

{% macro intersect() %}{{ adapter.dispatch('intersect', 'dbt')() }}{% endmacro %}
{% macro default__intersect() %}intersect{% endmacro %}

{% macro equals(expr1, expr2) %}{{ adapter.dispatch('equals', 'dbt')(expr1, expr2) }}{% endmacro %}
{% macro default__equals(expr1, expr2) %}({{ expr1 }} = {{ expr2 }}){% endmacro %}
