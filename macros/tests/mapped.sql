{#- Vendor values that the seed `vocabulary` does not translate: each comes back with its number of rows. -#}
{% test mapped(model, column_name, source_system, field) %}

select
    unmapped.{{ column_name }} as vendor_value,
    count(*) as row_count
from {{ model }} as unmapped
left join {{ ref('vocabulary') }} as vocabulary
    on vocabulary.source_system = '{{ source_system }}'
    and vocabulary.field = '{{ field }}'
    and vocabulary.vendor_value = cast(unmapped.{{ column_name }} as varchar)
where unmapped.{{ column_name }} is not null
    and vocabulary.vendor_value is null
group by 1

{% endtest %}
