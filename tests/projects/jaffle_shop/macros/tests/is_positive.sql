{% test is_positive(model, column_name, allow_zero=false) %}

with validation as (

    select {{ column_name }} as positive_field
    from {{ model }}

)

select positive_field
from validation
where positive_field {{ '<' if allow_zero else '<=' }} 0

{% endtest %}
