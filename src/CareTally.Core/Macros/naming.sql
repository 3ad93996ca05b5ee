{#- Where nodes live and what they are called; a project may define its own of the same name. -#}

{% macro generate_schema_name(custom_schema_name=none, node=none) -%}
    {{ adapter.dispatch('generate_schema_name', 'dbt')(custom_schema_name, node) }}
{%- endmacro %}

{% macro default__generate_schema_name(custom_schema_name=none, node=none) -%}
    {{ target.schema }}{% if custom_schema_name is not none %}_{{ custom_schema_name | trim }}{% endif %}
{%- endmacro %}

{#- For a project to use as its generate_schema_name: custom schemas in production only. -#}
{% macro generate_schema_name_for_env(custom_schema_name=none, node=none) -%}
    {{ custom_schema_name | trim if target.name == 'prod' and custom_schema_name is not none else target.schema }}
{%- endmacro %}

{% macro generate_alias_name(custom_alias_name=none, node=none) -%}
    {{ adapter.dispatch('generate_alias_name', 'dbt')(custom_alias_name, node) }}
{%- endmacro %}

{% macro default__generate_alias_name(custom_alias_name=none, node=none) -%}
    {%- if custom_alias_name -%}
        {{ custom_alias_name | trim }}
    {%- else -%}
        {{ node.name }}{% if node.version %}_v{{ node.version | string | replace('.', '_') }}{% endif %}
    {%- endif -%}
{%- endmacro %}

{#- The view that points to the latest version of a model. -#}
{% macro generate_latest_version_pointer_alias(custom_alias_name=none, node=none) -%}
    {{ adapter.dispatch('generate_latest_version_pointer_alias', 'dbt')(custom_alias_name, node) }}
{%- endmacro %}

{% macro default__generate_latest_version_pointer_alias(custom_alias_name=none, node=none) -%}
    {{ custom_alias_name | trim if custom_alias_name else node.name }}
{%- endmacro %}

{% macro generate_database_name(custom_database_name=none, node=none) -%}
    {{ adapter.dispatch('generate_database_name', 'dbt')(custom_database_name, node) }}
{%- endmacro %}

{% macro default__generate_database_name(custom_database_name=none, node=none) -%}
    {{ target.database if custom_database_name is none else custom_database_name | trim }}
{%- endmacro %}
