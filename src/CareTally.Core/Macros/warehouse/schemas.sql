{#- Schemas, and what is in them. -#}

{% macro create_schema(relation) %}{{ adapter.dispatch('create_schema', 'dbt')(relation) }}{% endmacro %}
{% macro default__create_schema(relation) -%}
    {%- call statement('create_schema') -%}create schema if not exists {{ relation.without_identifier() }}{%- endcall -%}
{%- endmacro %}

{% macro drop_schema(relation) %}{{ adapter.dispatch('drop_schema', 'dbt')(relation) }}{% endmacro %}
{% macro default__drop_schema(relation) -%}
    {%- call statement('drop_schema') -%}drop schema if exists {{ relation.without_identifier() }} cascade{%- endcall -%}
{%- endmacro %}

{% macro drop_schema_named(schema_name) %}{{ adapter.dispatch('drop_schema_named', 'dbt')(schema_name) }}{% endmacro %}
{% macro default__drop_schema_named(schema_name) -%}
    {%- do adapter.drop_schema(api.Relation.create(schema=schema_name)) -%}
{%- endmacro %}

{% macro information_schema_name(database) %}{{ adapter.dispatch('information_schema_name', 'dbt')(database) }}{% endmacro %}
{% macro default__information_schema_name(database) %}{{ adapter.quote(database) ~ '.' if database }}information_schema{% endmacro %}
{#- A connection to PostgreSQL sees one database. -#}
{% macro postgres__information_schema_name(database) %}information_schema{% endmacro %}

{% macro list_schemas(database) %}{{ return(adapter.dispatch('list_schemas', 'dbt')(database)) }}{% endmacro %}
{% macro default__list_schemas(database) -%}
    {{ return(run_query("select distinct schema_name from information_schema.schemata where lower(catalog_name) = lower('" ~ database ~ "')")) }}
{%- endmacro %}

{#- One row with the number of schemas of that name. -#}
{% macro check_schema_exists(information_schema, schema) %}{{ return(adapter.dispatch('check_schema_exists', 'dbt')(information_schema, schema)) }}{% endmacro %}
{% macro default__check_schema_exists(information_schema, schema) -%}
    {%- set sql -%}
        select count(*)
        from information_schema.schemata
        where lower(schema_name) = lower('{{ schema }}')
            and lower(catalog_name) = lower('{{ information_schema.database or target.database }}')
    {%- endset -%}
    {{ return(run_query(sql)) }}
{%- endmacro %}

{#- Database, name, schema and type of everything in a schema. -#}
{% macro list_relations_without_caching(schema_relation) -%}
    {{ return(adapter.dispatch('list_relations_without_caching', 'dbt')(schema_relation)) }}
{%- endmacro %}

{% macro default__list_relations_without_caching(schema_relation) -%}
    {%- set sql -%}
        select
            table_catalog as "database",
            table_name as "name",
            table_schema as "schema",
            case table_type when 'VIEW' then 'view' else 'table' end as "type"
        from information_schema.tables
        where lower(table_schema) = lower('{{ schema_relation.schema }}')
            and lower(table_catalog) = lower('{{ schema_relation.database or target.database }}')
        order by table_name
    {%- endset -%}
    {{ return(run_query(sql)) }}
{%- endmacro %}
