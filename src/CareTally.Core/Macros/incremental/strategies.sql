{#-
    How an incremental model's rows get into its table: get_incremental_<strategy>_sql writes the statements, given target_relation,
    temp_relation (what the query gave), unique_key, dest_columns and incremental_predicates.
-#}

{% macro get_incremental_default_sql(arg_dict) %}{{ return(adapter.dispatch('get_incremental_default_sql', 'dbt')(arg_dict)) }}{% endmacro %}
{% macro default__get_incremental_default_sql(arg_dict) %}{{ return(get_incremental_append_sql(arg_dict)) }}{% endmacro %}
{% macro duckdb__get_incremental_default_sql(arg_dict) %}{{ return(get_incremental_delete_insert_sql(arg_dict)) }}{% endmacro %}
{% macro postgres__get_incremental_default_sql(arg_dict) -%}
    {{ return(get_incremental_delete_insert_sql(arg_dict) if arg_dict['unique_key'] else get_incremental_append_sql(arg_dict)) }}
{%- endmacro %}

{% macro get_incremental_append_sql(arg_dict) %}{{ return(adapter.dispatch('get_incremental_append_sql', 'dbt')(arg_dict)) }}{% endmacro %}
{% macro default__get_incremental_append_sql(arg_dict) -%}
    {{ return(get_insert_into_sql(arg_dict['target_relation'], arg_dict['temp_relation'], arg_dict['dest_columns'])) }}
{%- endmacro %}

{% macro get_incremental_delete_insert_sql(arg_dict) %}{{ return(adapter.dispatch('get_incremental_delete_insert_sql', 'dbt')(arg_dict)) }}{% endmacro %}
{% macro default__get_incremental_delete_insert_sql(arg_dict) -%}
    {{ return(get_delete_insert_merge_sql(
        arg_dict['target_relation'], arg_dict['temp_relation'], arg_dict['unique_key'], arg_dict['dest_columns'], arg_dict['incremental_predicates'])) }}
{%- endmacro %}

{% macro get_incremental_merge_sql(arg_dict) %}{{ return(adapter.dispatch('get_incremental_merge_sql', 'dbt')(arg_dict)) }}{% endmacro %}
{% macro default__get_incremental_merge_sql(arg_dict) -%}
    {{ return(get_merge_sql(
        arg_dict['target_relation'], arg_dict['temp_relation'], arg_dict['unique_key'], arg_dict['dest_columns'], arg_dict['incremental_predicates'])) }}
{%- endmacro %}

{% macro get_incremental_insert_overwrite_sql(arg_dict) %}{{ return(adapter.dispatch('get_incremental_insert_overwrite_sql', 'dbt')(arg_dict)) }}{% endmacro %}
{% macro default__get_incremental_insert_overwrite_sql(arg_dict) -%}
    {{ return(get_insert_overwrite_merge_sql(
        arg_dict['target_relation'], arg_dict['temp_relation'], arg_dict['dest_columns'], arg_dict['incremental_predicates'])) }}
{%- endmacro %}

{#- One batch of a microbatch model takes the place of the rows of its time. -#}
{% macro get_incremental_microbatch_sql(arg_dict) %}{{ return(adapter.dispatch('get_incremental_microbatch_sql', 'dbt')(arg_dict)) }}{% endmacro %}
{% macro default__get_incremental_microbatch_sql(arg_dict) -%}
    {%- set column = config.require('event_time') -%}
    {%- if not model.get('batch') -%}{{ exceptions.raise_compiler_error('microbatch: there is no batch') }}{%- endif -%}
    {%- set in_batch = column ~ " >= '" ~ model.batch.event_time_start ~ "' and " ~ column ~ " < '" ~ model.batch.event_time_end ~ "'" -%}
    {%- set columns = get_quoted_csv(arg_dict['dest_columns'] | map(attribute='name')) -%}
    delete from {{ arg_dict['target_relation'] }}
    where {{ in_batch }}
    {%- for predicate in normalize_incremental_predicates(arg_dict.get('incremental_predicates')) %}
      and ({{ predicate }})
    {%- endfor -%}
    ;
    insert into {{ arg_dict['target_relation'] }} ({{ columns }})
    select {{ columns }} from {{ arg_dict['temp_relation'] }}
    where {{ in_batch }}
{%- endmacro %}

{#- Conditions as a list, however they were given. -#}
{% macro normalize_incremental_predicates(incremental_predicates=none) -%}
    {{ return([] if not incremental_predicates else [incremental_predicates] if incremental_predicates is string else incremental_predicates | list) }}
{%- endmacro %}
