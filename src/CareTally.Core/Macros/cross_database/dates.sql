{#- Dates and times. A datepart is year, quarter, month, week, day, hour, minute, second, millisecond or microsecond. -#}

{% macro date(year, month, day) %}{{ adapter.dispatch('date', 'dbt')(year, month, day) }}{% endmacro %}
{% macro default__date(year, month, day) %}make_date({{ year }}, {{ month }}, {{ day }}){% endmacro %}

{% macro date_trunc(datepart, date) %}{{ adapter.dispatch('date_trunc', 'dbt')(datepart, date) }}{% endmacro %}
{% macro default__date_trunc(datepart, date) %}date_trunc('{{ datepart }}', {{ date }}){% endmacro %}

{% macro dateadd(datepart, interval, from_date_or_timestamp) -%}
    {{ adapter.dispatch('dateadd', 'dbt')(datepart, interval, from_date_or_timestamp) }}
{%- endmacro %}

{% macro default__dateadd(datepart, interval, from_date_or_timestamp) -%}
    dateadd({{ datepart }}, {{ interval }}, {{ from_date_or_timestamp }})
{%- endmacro %}

{% macro duckdb__dateadd(datepart, interval, from_date_or_timestamp) -%}
    ({{ as_moment(from_date_or_timestamp) }} + cast({{ interval }} as bigint) * interval '1 {{ datepart }}')
{%- endmacro %}

{#- No database can tell whether a bare text is meant to be a moment or an interval. -#}
{% macro as_moment(expression) -%}
    {%- if (expression | string | trim).startswith("'") -%}cast({{ expression }} as timestamp){%- else -%}{{ expression }}{%- endif -%}
{%- endmacro %}

{#- PostgreSQL has no interval of quarters. -#}
{% macro postgres__dateadd(datepart, interval, from_date_or_timestamp) -%}
    ({{ as_moment(from_date_or_timestamp) }} + ({{ interval }}) * interval '{{ '3 month' if datepart | lower == 'quarter' else '1 ' ~ datepart }}')
{%- endmacro %}

{#- How many boundaries of the datepart lie between two moments; negative where the second is the earlier. Weeks begin on Sunday. -#}
{% macro datediff(first_date, second_date, datepart) -%}
    {{ adapter.dispatch('datediff', 'dbt')(first_date, second_date, datepart) }}
{%- endmacro %}

{% macro default__datediff(first_date, second_date, datepart) -%}
    datediff({{ datepart }}, {{ first_date }}, {{ second_date }})
{%- endmacro %}

{% macro duckdb__datediff(first_date, second_date, datepart) -%}
    {%- if datepart | lower == 'week' -%}
        {{ weeks_from_sunday(first_date, second_date) }}
    {%- else -%}
        date_diff('{{ datepart }}', cast({{ first_date }} as timestamp), cast({{ second_date }} as timestamp))
    {%- endif -%}
{%- endmacro %}

{% macro postgres__datediff(first_date, second_date, datepart) -%}
    {%- set months = {'year': 12, 'quarter': 3, 'month': 1} -%}
    {%- set seconds = {'hour': 3600, 'minute': 60, 'second': 1, 'millisecond': '0.001', 'microsecond': '0.000001'} -%}
    {%- set part = datepart | lower -%}
    {%- if part in months -%}
        ({{ months_since_zero(second_date, months[part]) }} - {{ months_since_zero(first_date, months[part]) }})
    {%- elif part == 'week' -%}
        {{ weeks_from_sunday(first_date, second_date) }}
    {%- elif part == 'day' -%}
        (cast({{ second_date }} as date) - cast({{ first_date }} as date))
    {%- elif part in seconds -%}
        cast(extract(epoch from date_trunc('{{ part }}', cast({{ second_date }} as timestamp)) - date_trunc('{{ part }}', cast({{ first_date }} as timestamp))) / {{ seconds[part] }} as bigint)
    {%- else -%}
        {{ exceptions.raise_compiler_error("datediff: there is no datepart '" ~ datepart ~ "'") }}
    {%- endif -%}
{%- endmacro %}

{#- The number of the quarter or year that a date lies in, counted from year 0. -#}
{% macro months_since_zero(date, months) -%}
    cast(floor((extract(year from cast({{ date }} as date)) * 12 + extract(month from cast({{ date }} as date)) - 1) / {{ months }}) as integer)
{%- endmacro %}

{% macro weeks_from_sunday(first_date, second_date) -%}
    cast(({{ sunday_before(second_date) }} - {{ sunday_before(first_date) }}) / 7 as integer)
{%- endmacro %}

{% macro sunday_before(date) %}(cast({{ date }} as date) - cast(date_part('dow', cast({{ date }} as date)) as integer)){% endmacro %}

{% macro last_day(date, datepart) %}{{ adapter.dispatch('last_day', 'dbt')(date, datepart) }}{% endmacro %}
{% macro default__last_day(date, datepart) %}{{ default_last_day(date, datepart) }}{% endmacro %}
{% macro default_last_day(date, datepart) -%}
    cast({{ dateadd('day', -1, dateadd(datepart, 1, date_trunc(datepart, date))) }} as date)
{%- endmacro %}
