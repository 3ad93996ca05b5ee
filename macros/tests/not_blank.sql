{#- Texts that are empty or padded: a value that is not there is NULL. -#}
{% test not_blank(model, column_name) %}

select {{ column_name }}
from {{ model }}
where {{ column_name }} <> trim({{ column_name }})
    or {{ column_name }} = ''

{% endtest %}
