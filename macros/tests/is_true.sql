{#- Rows for which a condition does not hold; a condition that is NULL passes. -#}
{% test is_true(model, condition) %}

select *
from {{ model }}
where not ({{ condition }})

{% endtest %}
