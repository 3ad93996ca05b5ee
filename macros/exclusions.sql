{#- A queue's threshold, unless the variable of that name overrules all queues. -#}
{% macro queue_setting(column) -%}
    {%- if var(column, none) is none -%}
        queues.{{ column }}
    {%- else -%}
        {{ var(column) }}
    {%- endif -%}
{%- endmacro %}


{#- True for rows that figures count: no system rows and, unless switched off, no test traffic. -#}
{% macro is_counted(relation) -%}
    {%- if var('exclude_test_traffic', true) -%}
        not ({{ relation }}.is_test or {{ relation }}.is_system)
    {%- else -%}
        not {{ relation }}.is_system
    {%- endif -%}
{%- endmacro %}
