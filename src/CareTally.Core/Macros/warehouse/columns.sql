{#- Columns of relations and of queries. -#}

{% macro get_columns_in_relation(relation) %}{{ return(adapter.dispatch('get_columns_in_relation', 'dbt')(relation)) }}{% endmacro %}
{% macro default__get_columns_in_relation(relation) %}{{ return(adapter.get_columns_in_relation(relation)) }}{% endmacro %}

{#- Columns of the rows name, type, length, precision, scale. -#}
{% macro sql_convert_columns_in_relation(table) -%}
    {%- set columns = [] -%}
    {%- for row in table -%}{%- do columns.append(api.Column(*row)) -%}{%- endfor -%}
    {{ return(columns) }}
{%- endmacro %}

{% macro get_list_of_column_names(columns) %}{{ return(columns | map(attribute='name') | list) }}{% endmacro %}

{#- The query with its columns and without its rows. -#}
{% macro get_empty_subquery_sql(select_sql, select_sql_header=none) -%}
    {{ adapter.dispatch('get_empty_subquery_sql', 'dbt')(select_sql, select_sql_header) }}
{%- endmacro %}

{% macro default__get_empty_subquery_sql(select_sql, select_sql_header=none) -%}
    {{ select_sql_header ~ '\n' if select_sql_header is not none }}select * from (
        {{ select_sql }}
    ) as __dbt_sbq
    where false
    limit 0
{%- endmacro %}

{#- A row of nulls of the types that a mapping of columns says; none of it is kept. -#}
{% macro get_empty_schema_sql(columns) %}{{ adapter.dispatch('get_empty_schema_sql', 'dbt')(columns) }}{% endmacro %}
{% macro default__get_empty_schema_sql(columns) -%}
    select
    {% for column in columns.values() -%}
        {%- if not column.data_type -%}{{ exceptions.raise_compiler_error("column '" ~ column.name ~ "' needs a data_type") }}{%- endif -%}
        {{ cast('null', column.data_type) }} as {{ adapter.quote(column.name) if column.get('quote') else column.name }}{{ ', ' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{% macro get_column_schema_from_query(select_sql, select_sql_header=none) -%}
    {{ return(adapter.get_column_schema_from_query(get_empty_subquery_sql(select_sql, select_sql_header))) }}
{%- endmacro %}

{#- Names of the columns of a query. -#}
{% macro get_columns_in_query(select_sql) %}{{ return(adapter.dispatch('get_columns_in_query', 'dbt')(select_sql)) }}{% endmacro %}
{% macro default__get_columns_in_query(select_sql) -%}
    {%- if not execute -%}{{ return([]) }}{%- endif -%}
    {%- call statement('get_columns_in_query', fetch_result=true, auto_begin=false) -%}{{ get_empty_subquery_sql(select_sql) }}{%- endcall -%}
    {{ return(load_result('get_columns_in_query').table.columns | map(attribute='name') | list) }}
{%- endmacro %}

{% macro alter_column_type(relation, column_name, new_column_type) -%}
    {{ adapter.dispatch('alter_column_type', 'dbt')(relation, column_name, new_column_type) }}
{%- endmacro %}

{% macro default__alter_column_type(relation, column_name, new_column_type) -%}
    {%- call statement('alter_column_type') -%}
        alter table {{ relation.render() }} alter column {{ adapter.quote(column_name) }} type {{ new_column_type }} using cast({{ adapter.quote(column_name) }} as {{ new_column_type }})
    {%- endcall -%}
{%- endmacro %}

{#- One statement a column, which every database has. -#}
{% macro alter_relation_add_remove_columns(relation, add_columns=none, remove_columns=none) -%}
    {{ adapter.dispatch('alter_relation_add_remove_columns', 'dbt')(relation, add_columns, remove_columns) }}
{%- endmacro %}

{% macro default__alter_relation_add_remove_columns(relation, add_columns, remove_columns) -%}
    {%- for column in add_columns or [] -%}
        {%- do run_query('alter table ' ~ relation.render() ~ ' add column ' ~ adapter.quote(column.name) ~ ' ' ~ column.data_type) -%}
    {%- endfor -%}
    {%- for column in remove_columns or [] -%}
        {%- do run_query('alter table ' ~ relation.render() ~ ' drop column ' ~ adapter.quote(column.name)) -%}
    {%- endfor -%}
{%- endmacro %}
