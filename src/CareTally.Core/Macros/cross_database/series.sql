{#- Rows made of nothing. -#}

{#- The numbers from 1 to a bound, which may be a number or an expression, in a column generated_number. -#}
{% macro generate_series(upper_bound) %}{{ adapter.dispatch('generate_series', 'dbt')(upper_bound) }}{% endmacro %}

{% macro default__generate_series(upper_bound) -%}
    {%- set bits = get_powers_of_two(upper_bound) -%}
    with bit as (
        select 0 as value union all select 1
    ),

    numbers as (
        select
            {% for i in range(bits) -%} b{{ i }}.value * {{ 2 ** i }} + {% endfor -%} 1 as generated_number
        from {% for i in range(bits) -%} bit as b{{ i }}{{ ' cross join ' if not loop.last }}{% endfor %}
    )

    select generated_number from numbers where generated_number <= {{ upper_bound }} order by generated_number
{%- endmacro %}

{% macro duckdb__generate_series(upper_bound) -%}
    select unnest(generate_series(1, {{ upper_bound }})) as generated_number
{%- endmacro %}

{% macro postgres__generate_series(upper_bound) -%}
    select generate_series(1, {{ upper_bound }}) as generated_number
{%- endmacro %}

{#- How many bits count to a bound. -#}
{% macro get_powers_of_two(upper_bound) %}{{ return(adapter.dispatch('get_powers_of_two', 'dbt')(upper_bound)) }}{% endmacro %}
{% macro default__get_powers_of_two(upper_bound) -%}
    {%- if upper_bound <= 0 -%}{{ exceptions.raise_compiler_error('the upper bound must be positive, not ' ~ upper_bound) }}{%- endif -%}
    {%- for bits in range(1, 100) -%}
        {%- if upper_bound <= 2 ** bits -%}{{ return(bits) }}{%- endif -%}
    {%- endfor -%}
{%- endmacro %}

{#- Every date, hour, ... from a start on and before an end, in a column named date_day, date_hour, ... -#}
{% macro date_spine(datepart, start_date, end_date) %}{{ adapter.dispatch('date_spine', 'dbt')(datepart, start_date, end_date) }}{% endmacro %}

{#- The bound stays an expression: nothing has to be asked of the database while the query is written. -#}
{% macro default__date_spine(datepart, start_date, end_date) %}
    with numbers as (
        {{ generate_series(datediff(start_date, end_date, datepart)) }}
    ),

    periods as (
        select {{ dateadd(datepart, 'generated_number - 1', start_date) }} as date_{{ datepart }}
        from numbers
    )

    select date_{{ datepart }}
    from periods
    where date_{{ datepart }} <= {{ end_date }}
{% endmacro %}

{#- How many periods lie between two moments, asked of the database; 1 while nothing can be asked. -#}
{% macro get_intervals_between(start_date, end_date, datepart) -%}
    {{ return(adapter.dispatch('get_intervals_between', 'dbt')(start_date, end_date, datepart)) }}
{%- endmacro %}

{% macro default__get_intervals_between(start_date, end_date, datepart) -%}
    {%- if not execute -%}{{ return(1) }}{%- endif -%}
    {%- call statement('get_intervals_between', fetch_result=true) -%}
        select {{ datediff(start_date, end_date, datepart) }}
    {%- endcall -%}
    {{ return(load_result('get_intervals_between')['data'][0][0]) }}
{%- endmacro %}
