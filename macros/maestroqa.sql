{#- A cell of a MaestroQA export as text: without Excel's ="...", NULL where it says Unknown or nothing. -#}
{% macro maestroqa_text(column) -%}
    nullif(nullif(regexp_replace({{ column }}, '^="(.*)"$', '\1'), ''), 'Unknown')
{%- endmacro %}
