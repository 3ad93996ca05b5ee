{#- A moment in UTC from what the API writes, epoch seconds, from what a Singer tap makes of it, ISO 8601 or milliseconds.
    Each cast sees only texts of its own kind: DuckDB may cast before it chooses. -#}
{% macro intercom_time(value) -%}
    coalesce(
        to_timestamp(cast(case when regexp_full_match({{ value }}, '[0-9]{1,11}') then {{ value }} end as bigint)) at time zone 'UTC',
        to_timestamp(cast(case when regexp_full_match({{ value }}, '[0-9]{12,}') then {{ value }} end as bigint) / 1000) at time zone 'UTC',
        cast(case when not regexp_full_match({{ value }}, '[0-9]+') then {{ value }} end as timestamp)
    )
{%- endmacro %}
