{% macro pivot(column, values, agg='sum', then=1, otherwise=0, prefix='', suffix='', quoted=true) -%}
    {%- for value in values %}
    {{ agg }}(case when {{ column }} = '{{ value | replace("'", "''") }}' then {{ then }} else {{ otherwise }} end)
        as {% if quoted %}"{{ prefix ~ value ~ suffix }}"{% else %}{{ prefix ~ (value | lower | replace(' ', '_')) ~ suffix }}{% endif -%}
        {{ "," if not loop.last }}
    {%- endfor %}
{%- endmacro %}
{% set states = [] %}
{% for i in range(60) %}{% do states.append('State %02d' % i) %}{% endfor %}
select
    case_id,
    {{ pivot('state', states) }},
    {{ pivot('state', states, agg='max', then='changed_at', otherwise='null', prefix='last_', quoted=false) }}
from {{ ref('stg_cases') }}
group by case_id
