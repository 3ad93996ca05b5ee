{#- A text of a Five9 report: NULL for its placeholders. -#}
{% macro five9_text(field) -%}
    {{ text_of(field, ['-', '[None]', '[Deleted]']) }}
{%- endmacro %}


{#- A duration of a Five9 report. Empty is not zero. -#}
{% macro five9_seconds(field) -%}
    {{ clock_seconds(five9_text(field)) }}
{%- endmacro %}


{#- A moment of a Five9 report: reports are told in the zone of the domain and carry none. -#}
{% macro five9_utc(local_time) -%}
    {{ to_utc(local_time, "'" ~ var('five9_report_timezone') ~ "'") }}
{%- endmacro %}
