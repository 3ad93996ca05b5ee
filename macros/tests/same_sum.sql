{#- Guards a join against fan-out and loss: an aggregate here equals an aggregate there. The sum of nothing is 0. -#}
{% test same_sum(model, expression, of, of_expression=none, of_where='true') %}

with

here as (
    select {{ expression }} as total
    from {{ model }}
),

there as (
    select {{ of_expression or expression }} as total
    from {{ of }}
    where {{ of_where }}
)

select
    here.total as total_here,
    there.total as total_there
from here
cross join there
where coalesce(here.total, 0) <> coalesce(there.total, 0)

{% endtest %}
