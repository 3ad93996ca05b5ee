{#- The statements that the strategies are made of. -#}

{% macro get_quoted_csv(column_names) -%}
    {%- set quoted = [] -%}
    {%- for name in column_names -%}{%- do quoted.append(adapter.quote(name)) -%}{%- endfor -%}
    {{ return(quoted | join(', ')) }}
{%- endmacro %}

{% macro get_insert_into_sql(target_relation, temp_relation, dest_columns) -%}
    {%- set columns = get_quoted_csv(dest_columns | map(attribute='name')) -%}
    insert into {{ target_relation }} ({{ columns }})
    select {{ columns }} from {{ temp_relation }}
{%- endmacro %}

{#- Rows whose key comes again go, then all come in. A null is no key: it never matches. -#}
{% macro get_delete_insert_merge_sql(target, source, unique_key, dest_columns, incremental_predicates) -%}
    {{ adapter.dispatch('get_delete_insert_merge_sql', 'dbt')(target, source, unique_key, dest_columns, incremental_predicates) }}
{%- endmacro %}

{% macro default__get_delete_insert_merge_sql(target, source, unique_key, dest_columns, incremental_predicates=none) -%}
    {%- set keys = unique_key if unique_key is string else unique_key | join(', ') if unique_key else none -%}
    {%- if keys -%}
    delete from {{ target }} as DBT_INTERNAL_DEST
    where ({{ keys }}) in (select distinct {{ keys }} from {{ source }} as DBT_INTERNAL_SOURCE)
    {%- for predicate in normalize_incremental_predicates(incremental_predicates) %}
      and ({{ predicate }})
    {%- endfor -%}
    ;
    {% endif -%}
    {{ get_insert_into_sql(target, source, dest_columns) }}
{%- endmacro %}

{% macro duckdb__get_delete_insert_merge_sql(target, source, unique_key, dest_columns, incremental_predicates=none) -%}
    {%- if unique_key is string or not unique_key -%}
    {{ default__get_delete_insert_merge_sql(target, source, unique_key, dest_columns, incremental_predicates) }}
    {%- else -%}
    delete from {{ target }} as DBT_INCREMENTAL_TARGET
    using {{ source }} as DBT_INTERNAL_SOURCE
    where {% for key in unique_key -%}
        {{ 'and ' if not loop.first }}DBT_INTERNAL_SOURCE.{{ key }} = DBT_INCREMENTAL_TARGET.{{ key }}{{ ' ' if not loop.last }}
    {%- endfor %}
    {%- for predicate in normalize_incremental_predicates(incremental_predicates) %}
      and ({{ predicate }})
    {%- endfor -%}
    ;
    {{ get_insert_into_sql(target, source, dest_columns) }}
    {%- endif -%}
{%- endmacro %}

{% macro get_insert_overwrite_merge_sql(target, source, dest_columns, predicates, include_sql_header=false) -%}
    {{ adapter.dispatch('get_insert_overwrite_merge_sql', 'dbt')(target, source, dest_columns, predicates, include_sql_header) }}
{%- endmacro %}

{% macro default__get_insert_overwrite_merge_sql(target, source, dest_columns, predicates, include_sql_header) -%}
    {%- set columns = get_quoted_csv(dest_columns | map(attribute='name')) -%}
    {{ sql_header_of(config) if include_sql_header -}}
    merge into {{ target }} as DBT_INTERNAL_DEST
    using {{ source }} as DBT_INTERNAL_SOURCE
    on false
    when not matched by source {{ 'and ' ~ predicates | join(' and ') if predicates }} then delete
    when not matched then insert ({{ columns }}) values ({{ columns }})
{%- endmacro %}
