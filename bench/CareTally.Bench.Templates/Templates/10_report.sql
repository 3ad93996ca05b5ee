{% macro wrap(name) %}with {{ name }} as (
{{ caller() | trim }}
)
select * from {{ name }}{% endmacro %}
{% set ns = namespace(total=0, names=[]) %}
{% set services = [{'name': 'voice', 'target': 20, 'weights': [0.5, 0.25, 0.25]}, {'name': 'chat', 'target': 60, 'weights': [1.0]}, {'name': 'mail', 'target': 14400, 'weights': []}] %}
{% for service in services | sort(attribute='name') %}
    {% set ns.total = ns.total + service.target %}
    {% do ns.names.append(service.name | capitalize) %}
{% endfor %}
-- {{ ns.names | join(', ') }}: {{ ns.total }} seconds in all, {{ '%.2f' | format(ns.total / (services | length)) }} on average
{% call wrap('report') %}
    {% for service in services if service.weights %}
    select
        '{{ service.name }}' as service,
        {% for hour in range(24) %}
        count(*) filter (where hour = {{ hour }} and wait <= {{ service.target }}) as "h{{ '{:02d}'.format(hour) }}"{{ ", " if not loop.last }}
        {% endfor %}
        {% for weight in service.weights %} + {{ weight }} * w{{ loop.index }}{% endfor %} as weighted
    from {{ ref('contacts') }}
    where channel = {{ service | tojson }}::json ->> 'name'
    {% if not loop.last %}union all{% endif %}
    {% endfor %}
{% endcall %}
