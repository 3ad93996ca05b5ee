{% macro in_time(column) -%}
    coalesce({{ column }} <= {{ var('threshold_sec') }}, false)
{%- endmacro %}
