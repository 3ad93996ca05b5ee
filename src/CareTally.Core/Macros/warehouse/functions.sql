{#- The statements that make functions. DuckDB has them as macros, whose bodies it puts into the query that calls them. -#}

{% macro scalar_function_sql(target_relation) -%}
    {{ return(adapter.dispatch('scalar_function_sql', 'dbt')(target_relation)) }}
{%- endmacro %}

{% macro default__scalar_function_sql(target_relation) -%}
    {{ scalar_function_create_replace_signature_sql(target_relation) }}
    {{ scalar_function_body_sql() }}
{%- endmacro %}

{% macro scalar_function_create_replace_signature_sql(target_relation) -%}
    {{ return(adapter.dispatch('scalar_function_create_replace_signature_sql', 'dbt')(target_relation)) }}
{%- endmacro %}

{% macro default__scalar_function_create_replace_signature_sql(target_relation) -%}
    create or replace macro {{ target_relation.render() }}({{ formatted_scalar_function_args_sql() }}) as
{%- endmacro %}

{% macro formatted_scalar_function_args_sql() -%}
    {{ return(adapter.dispatch('formatted_scalar_function_args_sql', 'dbt')()) }}
{%- endmacro %}

{#- A database file of the usual storage version keeps no types of arguments. -#}
{% macro default__formatted_scalar_function_args_sql() -%}
    {%- for argument in model.arguments -%}
        {{ adapter.quote(argument.name) }}
        {%- if argument.default_value is not none %} := cast({{ argument.default_value }} as {{ argument.data_type }}){% endif -%}
        {{ ', ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}

{% macro scalar_function_body_sql() -%}
    {{ return(adapter.dispatch('scalar_function_body_sql', 'dbt')()) }}
{%- endmacro %}

{#- An expression, or a query of one value, which in parentheses is one too. -#}
{% macro default__scalar_function_body_sql() -%}
    cast((
{{ model.compiled_code }}
) as {{ model.returns.data_type }})
{%- endmacro %}

{% macro table_function_sql(target_relation) -%}
    {{ return(adapter.dispatch('table_function_sql', 'dbt')(target_relation)) }}
{%- endmacro %}

{% macro default__table_function_sql(target_relation) -%}
    {{ table_function_create_replace_signature_sql(target_relation) }}
    {{ table_function_body_sql() }}
{%- endmacro %}

{% macro table_function_create_replace_signature_sql(target_relation) -%}
    {{ return(adapter.dispatch('table_function_create_replace_signature_sql', 'dbt')(target_relation)) }}
{%- endmacro %}

{% macro default__table_function_create_replace_signature_sql(target_relation) -%}
    create or replace macro {{ target_relation.render() }}({{ formatted_table_function_args_sql() }}) as table
{%- endmacro %}

{% macro formatted_table_function_args_sql() -%}
    {{ return(adapter.dispatch('formatted_table_function_args_sql', 'dbt')()) }}
{%- endmacro %}

{% macro default__formatted_table_function_args_sql() -%}
    {{ formatted_scalar_function_args_sql() }}
{%- endmacro %}

{% macro table_function_body_sql() -%}
    {{ return(adapter.dispatch('table_function_body_sql', 'dbt')()) }}
{%- endmacro %}

{% macro default__table_function_body_sql() -%}
{{ model.compiled_code }}
{%- endmacro %}
