{% macro powers_needed(upper_bound) %}
    {%- if upper_bound <= 0 %}{{ return(0) }}{% endif -%}
    {%- for n in range(1, 100) %}{% if upper_bound <= 2 ** n %}{{ return(n) }}{% endif %}{% endfor -%}
{% endmacro %}
{% macro series(upper_bound) %}
    {%- set n = powers_needed(upper_bound) %}
    with p as (select 0 as generated union all select 1),
    unioned as (
        select
        {% for i in range(n) %}
        p{{ i }}.generated * power(2, {{ i }}){{ " + " if not loop.last }}
        {% endfor %}
        + 1 as number
        from {% for i in range(n) %}p as p{{ i }}{{ " cross join " if not loop.last }}{% endfor %}
    )
    select * from unioned where number <= {{ upper_bound }} order by number
{% endmacro %}
with numbers as ({{ series(3650) }}),
days as (select date '2020-01-01' + cast(number - 1 as integer) as day from numbers)
select * from days where day <= '{{ var("last_day") }}'
