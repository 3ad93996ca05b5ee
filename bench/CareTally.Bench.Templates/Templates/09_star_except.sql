{% macro star(columns, except=[], relation_alias=false, prefix='', suffix='') -%}
    {%- set except = except | map('lower') | list -%}
    {%- set kept = columns | reject('in', except) | list -%}
    {%- if kept | length == 0 -%}
        {{ return('*') }}
    {%- endif -%}
    {%- for column in kept %}
        {%- if relation_alias %}{{ relation_alias }}.{% endif -%}
        "{{ column | trim }}"{% if prefix or suffix %} as "{{ (prefix ~ column ~ suffix) | upper }}"{% endif %}
        {%- if not loop.last %},{{ '\n    ' }}{% endif %}
    {%- endfor -%}
{%- endmacro %}
{% set columns = range(120) | map('string') | list %}
select
    {{ star(columns, except=['3', '5'], relation_alias='a') }},
    {{ star(columns, relation_alias='b', prefix='b_') }},
    {{ star([]) }}
from {{ ref('a') }} as a
join {{ ref('b') }} as b using (id)
