{#- Each row of a daily relation once per period it belongs to: day, week (from Monday), month and total. -#}
{% macro in_each_period(relation, date_column) %}
    {%- for period in ['day', 'week', 'month'] %}
    select
        '{{ period }}' as period,
        cast(date_trunc('{{ period }}', {{ date_column }}) as date) as period_start,
        {{ relation }}.*
    from {{ relation }}

    union all
    {% endfor %}
    select
        'total' as period,
        min({{ date_column }}) over () as period_start,
        {{ relation }}.*
    from {{ relation }}
{% endmacro %}
