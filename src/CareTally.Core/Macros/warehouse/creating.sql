{#- The statements that make tables and views, for custom materializations. -#}

{% macro create_table_as(temporary, relation, compiled_code, language='sql') -%}
    {%- if language != 'sql' -%}{{ exceptions.raise_compiler_error("create_table_as: only SQL can be run, not '" ~ language ~ "'") }}{%- endif -%}
    {{ adapter.dispatch('create_table_as', 'dbt')(temporary, relation, compiled_code) }}
{%- endmacro %}

{% macro default__create_table_as(temporary, relation, sql) -%}
    {{ sql_header_of(config) -}}
    {%- set target_table = relation.include(database=not temporary, schema=not temporary) -%}
    {%- if contract_is_enforced(config) and not temporary -%}
        {{ get_assert_columns_equivalent(sql) -}}
        create table {{ target_table }} {{ get_table_columns_and_constraints() }};
        insert into {{ target_table }} ({{ get_column_names() }}) (
            {{ get_select_subquery(sql) }}
        );
    {%- else -%}
        create {{ 'temporary ' if temporary }}table {{ target_table }} as (
            {{ sql }}
        );
    {%- endif -%}
{%- endmacro %}

{% macro postgres__create_table_as(temporary, relation, sql) -%}
    {{ sql_header_of(config) -}}
    {%- set kind = 'temporary ' if temporary else 'unlogged ' if config.get('unlogged', false) else '' -%}
    create {{ kind }}table {{ relation.include(database=not temporary, schema=not temporary) }} as (
        {{ sql }}
    );
{%- endmacro %}

{% macro get_create_table_as_sql(temporary, relation, sql) %}{{ adapter.dispatch('get_create_table_as_sql', 'dbt')(temporary, relation, sql) }}{% endmacro %}
{% macro default__get_create_table_as_sql(temporary, relation, sql) %}{{ create_table_as(temporary, relation, sql) }}{% endmacro %}

{% macro create_view_as(relation, sql) %}{{ adapter.dispatch('create_view_as', 'dbt')(relation, sql) }}{% endmacro %}
{% macro default__create_view_as(relation, sql) -%}
    {{ sql_header_of(config) -}}
    {%- if contract_is_enforced(config) -%}{{ get_assert_columns_equivalent(sql) }}{%- endif -%}
    create view {{ relation }} as (
        {{ sql }}
    );
{%- endmacro %}

{% macro get_create_view_as_sql(relation, sql) %}{{ adapter.dispatch('get_create_view_as_sql', 'dbt')(relation, sql) }}{% endmacro %}
{% macro default__get_create_view_as_sql(relation, sql) %}{{ create_view_as(relation, sql) }}{% endmacro %}

{% macro sql_header_of(config) -%}
    {%- set header = config.get('sql_header', none) -%}
    {%- if header is not none -%}{{ header }}
{% endif -%}
{%- endmacro %}

{#- Indexes from the config `indexes`: a list of mappings with columns, unique and type. -#}
{% macro create_indexes(relation) %}{{ adapter.dispatch('create_indexes', 'dbt')(relation) }}{% endmacro %}
{% macro default__create_indexes(relation) -%}
    {%- for index in config.get('indexes', []) -%}
        {%- set sql = get_create_index_sql(relation, index) -%}
        {%- if sql -%}{%- do run_query(sql) -%}{%- endif -%}
    {%- endfor -%}
{%- endmacro %}

{% macro get_create_index_sql(relation, index_dict) %}{{ return(adapter.dispatch('get_create_index_sql', 'dbt')(relation, index_dict)) }}{% endmacro %}

{#- Named by what it is on, as an index has to have a name of its own in the schema. -#}
{% macro default__get_create_index_sql(relation, index_dict) -%}
    {%- set name = local_md5([relation.identifier, index_dict.columns, index_dict.get('unique', false), index_dict.get('type')] | join('_')) -%}
    create {{ 'unique ' if index_dict.get('unique') }}index if not exists {{ adapter.quote(name) }} on {{ relation }}
    {{- ' using ' ~ index_dict.type if index_dict.get('type') and target.type == 'postgres' }} ({{ index_dict.columns | join(', ') }})
{%- endmacro %}
