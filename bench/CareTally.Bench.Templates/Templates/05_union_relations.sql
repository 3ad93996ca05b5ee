{% macro union_all(relations, columns, overrides={}, source_column='_source') %}
    {%- set all_columns = {} %}
    {%- for relation in relations %}
        {%- for column in columns if column.name not in all_columns or relation in column.only | default([]) %}
            {%- do all_columns.update({column.name: column}) %}
        {%- endfor %}
    {%- endfor %}
    {%- for relation in relations %}
    (
        select
            cast('{{ relation }}' as varchar) as {{ source_column }},
            {% for name, column in all_columns.items() -%}
                {%- set type = overrides.get(name, column.type) -%}
                {%- if relation in column.absent | default([]) -%}
                cast(null as {{ type }}) as "{{ name }}"
                {%- else -%}
                cast("{{ name }}" as {{ type }}) as "{{ name }}"
                {%- endif -%}
                {{ "," if not loop.last }}
            {% endfor %}
        from {{ ref(relation) }}
    )
    {{ "union all" if not loop.last }}
    {%- endfor %}
{% endmacro %}
{% set columns = [] %}
{% for i in range(40) %}{% do columns.append({'name': 'column_' ~ i, 'type': ['integer', 'varchar', 'timestamp'][i % 3], 'absent': ['calls_2024'] if i is divisibleby 7 else []}) %}{% endfor %}
{{ union_all(['calls_2023', 'calls_2024', 'calls_2025', 'calls_2026'], columns, overrides={'column_3': 'double'}) }}
