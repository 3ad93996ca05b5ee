{#- The value of one custom field, as text, from a list of {id, value}. -#}
{% macro custom_field(fields, id) -%}
    [field.value ->> '$' for field in {{ fields }} if field.id = {{ id }}][1]
{%- endmacro %}
