{#- Like relationships, for ids of any system: only those whose system is on and delivers the object can be expected there. -#}
{% test refers_to(model, column_name, to, field, object) %}

select referring.{{ column_name }}
from {{ model }} as referring
anti join {{ to }} as referred
    on referred.{{ field }} = referring.{{ column_name }}
where referring.{{ column_name }} is not null
    and {{ is_delivered('referring.' ~ column_name, object) }}

{% endtest %}
