{#- Aggregates that databases spell differently. -#}

{% macro any_value(expression) %}{{ adapter.dispatch('any_value', 'dbt')(expression) }}{% endmacro %}
{% macro default__any_value(expression) %}any_value({{ expression }}){% endmacro %}
{#- PostgreSQL has any_value only from version 16 on. -#}
{% macro postgres__any_value(expression) %}min({{ expression }}){% endmacro %}

{% macro bool_or(expression) %}{{ adapter.dispatch('bool_or', 'dbt')(expression) }}{% endmacro %}
{% macro default__bool_or(expression) %}bool_or({{ expression }}){% endmacro %}

{#- The texts of a group joined: in the order of an order by clause, and no more than so many of them. -#}
{% macro listagg(measure, delimiter_text="','", order_by_clause=none, limit_num=none) -%}
    {{ adapter.dispatch('listagg', 'dbt')(measure, delimiter_text, order_by_clause, limit_num) }}
{%- endmacro %}

{% macro default__listagg(measure, delimiter_text, order_by_clause, limit_num) -%}
    {%- set ordered = ' ' ~ order_by_clause if order_by_clause else '' -%}
    {%- if limit_num -%}
        array_to_string((array_agg({{ measure }}{{ ordered }}))[1:{{ limit_num }}], {{ delimiter_text }})
    {%- else -%}
        string_agg({{ measure }}, {{ delimiter_text }}{{ ordered }})
    {%- endif -%}
{%- endmacro %}
