{#- Contracts: what a model's query must return, and the columns and constraints of a table that holds one. -#}

{#- Fails where a query does not return the columns that the model describes. -#}
{% macro get_assert_columns_equivalent(sql) %}{{ adapter.dispatch('get_assert_columns_equivalent', 'dbt')(sql) }}{% endmacro %}
{% macro default__get_assert_columns_equivalent(sql) %}{{ return(assert_columns_equivalent(sql)) }}{% endmacro %}

{% macro assert_columns_equivalent(sql) -%}
    {%- set contract = format_columns(get_column_schema_from_query(get_empty_schema_sql(model.columns))) if model.columns else [] -%}
    {%- set definition = format_columns(get_column_schema_from_query(sql, config.get('sql_header', none))) -%}
    {%- set promised = contract | map(attribute='formatted') | sort | list -%}
    {%- if not promised or promised != definition | map(attribute='formatted') | sort | list -%}
        {%- do exceptions.raise_contract_error(contract, definition) -%}
    {%- endif -%}
{%- endmacro %}

{#- Each column as a mapping of name, data_type and formatted, in which two columns that are the same are equal. -#}
{% macro format_columns(columns) -%}
    {%- set formatted = [] -%}
    {%- for column in columns -%}{%- do formatted.append(adapter.dispatch('format_column', 'dbt')(column)) -%}{%- endfor -%}
    {{ return(formatted) }}
{%- endmacro %}

{% macro default__format_column(column) -%}
    {{ return({'name': column.name, 'data_type': column.dtype, 'formatted': column.name | lower ~ ' ' ~ column.dtype}) }}
{%- endmacro %}

{#- The columns of the model with types and constraints, in parentheses, for `create table`. -#}
{% macro get_table_columns_and_constraints() -%}{{ adapter.dispatch('get_table_columns_and_constraints', 'dbt')() }}{%- endmacro %}
{% macro default__get_table_columns_and_constraints() %}{{ return(table_columns_and_constraints()) }}{% endmacro %}

{% macro table_columns_and_constraints() -%}
    ({{ (adapter.render_raw_columns_constraints(raw_columns=model.columns) + adapter.render_raw_model_constraints(raw_constraints=model.constraints)) | join(', ') }})
{%- endmacro %}

{% macro get_column_names() -%}
    {%- set names = [] -%}
    {%- for column in model.columns.values() -%}{%- do names.append(adapter.quote(column.name) if column.quote else column.name) -%}{%- endfor -%}
    {{ return(names | join(', ')) }}
{%- endmacro %}

{#- The query with its columns in the order of the contract. -#}
{% macro get_select_subquery(sql) %}{{ return(adapter.dispatch('get_select_subquery', 'dbt')(sql)) }}{% endmacro %}
{% macro default__get_select_subquery(sql) -%}
    select {{ get_column_names() }}
    from (
        {{ sql }}
    ) as model_subq
{%- endmacro %}

{% macro contract_is_enforced(config) %}{{ return((config.get('contract') or {}).get('enforced', false)) }}{% endmacro %}
