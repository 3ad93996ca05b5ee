{#- Descriptions kept in the database, as comments: what the config persist_docs asks for. -#}

{% macro persist_docs(relation, model, for_relation=true, for_columns=true) -%}
    {{ adapter.dispatch('persist_docs', 'dbt')(relation, model, for_relation, for_columns) }}
{%- endmacro %}

{% macro default__persist_docs(relation, model, for_relation, for_columns) -%}
    {%- set persisted = config.get('persist_docs', {}) -%}
    {%- if for_relation and persisted.get('relation') and model.description -%}
        {%- do run_query(alter_relation_comment(relation, model.description)) -%}
    {%- endif -%}
    {%- if for_columns and persisted.get('columns') and model.columns -%}
        {%- set sql = alter_column_comment(relation, model.columns) | trim -%}
        {%- if sql -%}{%- do run_query(sql) -%}{%- endif -%}
    {%- endif -%}
{%- endmacro %}

{% macro alter_relation_comment(relation, relation_comment) %}{{ adapter.dispatch('alter_relation_comment', 'dbt')(relation, relation_comment) }}{% endmacro %}
{% macro default__alter_relation_comment(relation, relation_comment) -%}
    comment on {{ (relation.type or 'table') | replace('_', ' ') }} {{ relation.render() }} is {{ string_literal(escape_single_quotes(relation_comment)) }};
{%- endmacro %}

{#- Columns that are described but do not exist are left out. -#}
{% macro alter_column_comment(relation, column_dict) %}{{ adapter.dispatch('alter_column_comment', 'dbt')(relation, column_dict) }}{% endmacro %}
{% macro default__alter_column_comment(relation, column_dict) -%}
    {%- set existing = adapter.get_columns_in_relation(relation) | map(attribute='name') | map('lower') | list -%}
    {%- for name, column in column_dict.items() if name | lower in existing and column.description %}
    comment on column {{ relation.render() }}.{{ adapter.quote(name) if column.get('quote') else name }} is {{ string_literal(escape_single_quotes(column.description)) }};
    {%- endfor -%}
{%- endmacro %}
