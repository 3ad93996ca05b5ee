{#- Prices outside the usual range of the seed `benchmarks`: worth a look, not wrong in themselves. -#}
{% test within_benchmark(model, column_name, component, location_type) %}

select
    priced.{{ location_type }},
    priced.{{ column_name }},
    benchmarks.low,
    benchmarks.high
from {{ model }} as priced
inner join {{ ref('benchmarks') }} as benchmarks
    on benchmarks.component = '{{ component }}'
    and benchmarks.location_type = priced.{{ location_type }}
where priced.{{ column_name }} not between benchmarks.low and benchmarks.high

{% endtest %}
