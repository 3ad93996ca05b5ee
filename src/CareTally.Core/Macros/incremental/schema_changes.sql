{#- What happens where an incremental model's columns are no longer those of its table. -#}

{% macro incremental_validate_on_schema_change(on_schema_change, default='ignore') -%}
    {{ return(on_schema_change if on_schema_change in ['sync_all_columns', 'append_new_columns', 'fail', 'ignore'] else default) }}
{%- endmacro %}

{#- The columns of the first that the second lacks, by name. -#}
{% macro diff_columns(source_columns, target_columns) -%}
    {%- set there = target_columns | map(attribute='name') | map('lower') | list -%}
    {%- set missing = [] -%}
    {%- for column in source_columns if column.name | lower not in there -%}{%- do missing.append(column) -%}{%- endfor -%}
    {{ return(missing) }}
{%- endmacro %}

{% macro diff_column_data_types(source_columns, target_columns) -%}
    {{ return(adapter.dispatch('diff_column_data_types', 'dbt')(source_columns, target_columns)) }}
{%- endmacro %}

{% macro default__diff_column_data_types(source_columns, target_columns) -%}
    {%- set changed = [] -%}
    {%- for source in source_columns -%}
        {%- for target in target_columns if target.name | lower == source.name | lower and target.data_type != source.data_type and not source.can_expand_to(target) -%}
            {%- do changed.append({'column_name': target.name, 'new_type': source.data_type}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(changed) }}
{%- endmacro %}

{% macro check_for_schema_changes(source_relation, target_relation) -%}
    {{ return(adapter.dispatch('check_for_schema_changes', 'dbt')(source_relation, target_relation)) }}
{%- endmacro %}

{% macro default__check_for_schema_changes(source_relation, target_relation) -%}
    {%- set source_columns = adapter.get_columns_in_relation(source_relation) -%}
    {%- set target_columns = adapter.get_columns_in_relation(target_relation) -%}
    {%- set added = diff_columns(source_columns, target_columns) -%}
    {%- set removed = diff_columns(target_columns, source_columns) -%}
    {%- set types = diff_column_data_types(source_columns, target_columns) -%}
    {{ return({
        'schema_changed': (added + removed + types) | length > 0,
        'source_not_in_target': added,
        'target_not_in_source': removed,
        'source_columns': source_columns,
        'target_columns': target_columns,
        'new_target_types': types,
    }) }}
{%- endmacro %}

{% macro sync_column_schemas(on_schema_change, target_relation, schema_changes_dict) -%}
    {{ return(adapter.dispatch('sync_column_schemas', 'dbt')(on_schema_change, target_relation, schema_changes_dict)) }}
{%- endmacro %}

{% macro default__sync_column_schemas(on_schema_change, target_relation, schema_changes_dict) -%}
    {%- set syncs = on_schema_change == 'sync_all_columns' -%}
    {%- do alter_relation_add_remove_columns(target_relation, schema_changes_dict['source_not_in_target'], schema_changes_dict['target_not_in_source'] if syncs else none) -%}
    {%- for change in schema_changes_dict['new_target_types'] if syncs -%}
        {%- do alter_column_type(target_relation, change['column_name'], change['new_type']) -%}
    {%- endfor -%}
{%- endmacro %}

{#- DuckDB changes few columns of a table that has an index, and an index goes only when the transaction ends: a copy without any takes its place. -#}
{% macro duckdb__sync_column_schemas(on_schema_change, target_relation, schema_changes_dict) -%}
    {%- set indexes = [] -%}
    {%- if on_schema_change == 'sync_all_columns' -%}
        {%- set indexes = run_query(
            "select sql from duckdb_indexes() where database_name = current_database() and lower(schema_name) = lower("
            ~ string_literal(escape_single_quotes(target_relation.schema)) ~ ") and lower(table_name) = lower(" ~ string_literal(escape_single_quotes(target_relation.identifier)) ~ ")").rows -%}
    {%- endif -%}
    {%- if indexes -%}
        {%- set copy = make_relation_with_suffix(target_relation, '__dbt_sync') -%}
        {%- do run_query('create table ' ~ copy ~ ' as select * from ' ~ target_relation) -%}
        {%- do run_query('drop table ' ~ target_relation) -%}
        {%- do run_query('alter table ' ~ copy ~ ' rename to ' ~ adapter.quote(target_relation.identifier)) -%}
    {%- endif -%}
    {%- do default__sync_column_schemas(on_schema_change, target_relation, schema_changes_dict) -%}
    {%- for index in indexes -%}{%- do run_query(index['sql']) -%}{%- endfor -%}
{%- endmacro %}

{#- Brings the table's columns up to date; gives the columns to write, none for the table's own. -#}
{% macro process_schema_changes(on_schema_change, source_relation, target_relation) -%}
    {{ return(adapter.dispatch('process_schema_changes', 'dbt')(on_schema_change, source_relation, target_relation)) }}
{%- endmacro %}

{% macro default__process_schema_changes(on_schema_change, source_relation, target_relation) -%}
    {%- if on_schema_change == 'ignore' -%}{{ return({}) }}{%- endif -%}
    {%- set changes = check_for_schema_changes(source_relation, target_relation) -%}
    {%- if not changes['source_columns'] -%}
        {{ exceptions.raise_compiler_error('the columns of ' ~ source_relation ~ ' cannot be read') }}
    {%- endif -%}
    {%- if changes['schema_changed'] and on_schema_change == 'fail' -%}
        {{ exceptions.raise_compiler_error(
            'the columns have changed: new: ' ~ (changes['source_not_in_target'] | map(attribute='name') | join(', ') or 'none')
            ~ '; gone: ' ~ (changes['target_not_in_source'] | map(attribute='name') | join(', ') or 'none')
            ~ '; of another type: ' ~ (changes['new_target_types'] | map(attribute='column_name') | join(', ') or 'none')) }}
    {%- elif changes['schema_changed'] -%}
        {%- do sync_column_schemas(on_schema_change, target_relation, changes) -%}
    {%- endif -%}
    {{ return(changes['source_columns']) }}
{%- endmacro %}
