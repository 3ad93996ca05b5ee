{#- A value of the log, NULL where it says that there is none. -#}
{% macro told(column) -%}
    nullif(trim({{ column }}), '{{ var("servicenow_incidents_missing") }}')
{%- endmacro %}


{#- The number in a value: "Opened by  8", "3 - Moderate" and "INC0000045" in the original, 8, 3 and 0000045 in copies whose words were
    taken out. A value without a number stays as it is, for a test to find. -#}
{% macro told_number(column) -%}
    coalesce(nullif(regexp_extract({{ told(column) }}, '[0-9]+'), ''), {{ told(column) }})
{%- endmacro %}


{#- A time of the log in UTC. One that is written in another way is an error, not a NULL. -#}
{% macro told_time(column) -%}
    {{ to_utc("strptime(" ~ told(column) ~ ", '" ~ var('servicenow_incidents_time_format') ~ "')", "'" ~ var('servicenow_incidents_timezone') ~ "'") }}
{%- endmacro %}
