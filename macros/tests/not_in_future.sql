{#- Moments after the run's start. -#}
{% test not_in_future(model, column_name) %}

select {{ column_name }}
from {{ model }}
where {{ column_name }} > {{ run_start() }}

{% endtest %}
