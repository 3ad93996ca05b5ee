{#- Relations: finding them, naming helpers beside them, emptying, renaming and dropping them. -#}

{% macro load_cached_relation(relation) -%}
    {{ return(adapter.get_relation(database=relation.database, schema=relation.schema, identifier=relation.identifier)) }}
{%- endmacro %}

{% macro load_relation(relation) %}{{ return(load_cached_relation(relation)) }}{% endmacro %}

{#- Whether it exists, and the relation. -#}
{% macro get_or_create_relation(database, schema, identifier, type) -%}
    {{ return(adapter.dispatch('get_or_create_relation', 'dbt')(database, schema, identifier, type)) }}
{%- endmacro %}

{% macro default__get_or_create_relation(database, schema, identifier, type) -%}
    {%- set existing = adapter.get_relation(database=database, schema=schema, identifier=identifier) -%}
    {%- if existing -%}{{ return([true, existing]) }}{%- endif -%}
    {{ return([false, api.Relation.create(database=database, schema=schema, identifier=identifier, type=type)]) }}
{%- endmacro %}

{% macro make_intermediate_relation(base_relation, suffix='__dbt_tmp') -%}
    {{ return(adapter.dispatch('make_intermediate_relation', 'dbt')(base_relation, suffix)) }}
{%- endmacro %}

{% macro default__make_intermediate_relation(base_relation, suffix) -%}
    {{ return(make_relation_with_suffix(base_relation, suffix)) }}
{%- endmacro %}

{% macro make_backup_relation(base_relation, backup_relation_type, suffix='__dbt_backup') -%}
    {{ return(adapter.dispatch('make_backup_relation', 'dbt')(base_relation, backup_relation_type, suffix)) }}
{%- endmacro %}

{% macro default__make_backup_relation(base_relation, backup_relation_type, suffix) -%}
    {{ return(make_relation_with_suffix(base_relation, suffix).incorporate(type=backup_relation_type)) }}
{%- endmacro %}

{#- A temporary table: of the session, so without a schema, and of a name that no other one has. -#}
{% macro make_temp_relation(base_relation, suffix='__dbt_tmp') -%}
    {{ return(adapter.dispatch('make_temp_relation', 'dbt')(base_relation, suffix)) }}
{%- endmacro %}

{% macro default__make_temp_relation(base_relation, suffix) -%}
    {%- set named = make_relation_with_suffix(base_relation, suffix ~ py_current_timestring() ~ '_' ~ adapter.next_number()) -%}
    {{ return(named.incorporate(path={'schema': none, 'database': none})) }}
{%- endmacro %}

{#- PostgreSQL cuts names off after 63 bytes, which would take the suffix away. -#}
{% macro make_relation_with_suffix(base_relation, suffix) -%}
    {%- set identifier = base_relation.identifier -%}
    {%- if target.type == 'postgres' -%}{%- set identifier = identifier[:63 - suffix | length] -%}{%- endif -%}
    {{ return(base_relation.incorporate(path={'identifier': identifier ~ suffix})) }}
{%- endmacro %}

{% macro py_current_timestring() %}{{ return(modules.datetime.datetime.now().strftime('%Y%m%d%H%M%S%f')) }}{% endmacro %}

{% macro truncate_relation(relation) %}{{ adapter.dispatch('truncate_relation', 'dbt')(relation) }}{% endmacro %}
{% macro default__truncate_relation(relation) -%}
    {%- call statement('truncate_relation') -%}truncate table {{ relation.render() }}{%- endcall -%}
{%- endmacro %}

{% macro rename_relation(from_relation, to_relation) %}{{ adapter.dispatch('rename_relation', 'dbt')(from_relation, to_relation) }}{% endmacro %}
{% macro default__rename_relation(from_relation, to_relation) -%}
    {%- call statement('rename_relation') -%}{{ get_rename_sql(from_relation, adapter.quote(to_relation.identifier)) }}{%- endcall -%}
{%- endmacro %}

{% macro get_rename_sql(relation, new_name) %}{{ adapter.dispatch('get_rename_sql', 'dbt')(relation, new_name) }}{% endmacro %}
{% macro default__get_rename_sql(relation, new_name) %}alter {{ relation.type or 'table' }} {{ relation.render() }} rename to {{ new_name }}{% endmacro %}

{% macro drop_relation(relation) %}{{ adapter.dispatch('drop_relation', 'dbt')(relation) }}{% endmacro %}
{% macro default__drop_relation(relation) -%}
    {%- call statement('drop_relation', auto_begin=false) -%}{{ get_drop_sql(relation) }}{%- endcall -%}
{%- endmacro %}

{% macro drop_relation_if_exists(relation) -%}
    {%- if relation is not none -%}{%- do adapter.drop_relation(relation) -%}{%- endif -%}
{%- endmacro %}

{% macro get_drop_sql(relation) %}{{ adapter.dispatch('get_drop_sql', 'dbt')(relation) }}{% endmacro %}
{% macro default__get_drop_sql(relation) %}drop {{ relation.type or 'table' }} if exists {{ relation.render() }} cascade{% endmacro %}

{% macro drop_table(relation) %}drop table if exists {{ relation }} cascade{% endmacro %}
{% macro drop_view(relation) %}drop view if exists {{ relation }} cascade{% endmacro %}
