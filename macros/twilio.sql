{#- A value of a task's attributes, which are JSON as a text, by the path that a variable names; NULL where it names none. -#}
{% macro task_attribute(attributes, variable) -%}
    {%- if var(variable) is none -%}
        cast(null as varchar)
    {%- else -%}
        nullif(trim({{ attributes }} ->> '{{ var(variable) }}'), '')
    {%- endif -%}
{%- endmacro %}


{#- A moment given as milliseconds since 1970, in UTC. -#}
{% macro epoch_ms_utc(milliseconds) -%}
    make_timestamp(1000 * cast({{ milliseconds }} as bigint))
{%- endmacro %}


{#- Whole seconds between two moments, both cut to the second first, as Flex Insights does: so they add up. -#}
{% macro whole_seconds(earlier, later) -%}
    cast(epoch(date_trunc('second', {{ later }})) - epoch(date_trunc('second', {{ earlier }})) as integer)
{%- endmacro %}
