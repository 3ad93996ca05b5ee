-- The one worked example that ICMI and Call Centre Helper print for the formulas: 1,000 answered, 860 of them in 20 s;
-- 60 abandoned, 20 of them in 20 s and 10 in 5 s. Through the macros that the marts use.

with

example as (
    select
        1060 as offered,
        1000 as answered,
        860 as answered_within_threshold,
        20 as abandoned_within_threshold,
        10 as short_abandoned
),

computed as (
    {% for variant, percent in [
        ('a', 86.0000), ('b', 81.1321), ('c', 82.6923), ('d', 83.0189), ('e', 82.0755), ('f', 81.9048),
    ] -%}
    select
        '{{ variant }}' as variant,
        round(100 * {{ service_level(variant) }}, 4) as percent,
        {{ percent }} as expected_percent
    from example
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select *
from computed
where percent is null
    or abs(percent - expected_percent) > 0.00001
