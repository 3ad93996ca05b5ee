{#- Vendor values that the seed `vocabulary` does not translate: each comes back with its number of rows. -#}
{% test mapped(model, column_name, source_system, field) %}

with

vendor_values as (
    select
        cast({{ column_name }} as varchar) as vendor_value,
        count(*) as row_count
    from {{ model }}
    where {{ column_name }} is not null
    group by 1
)

select
    vendor_values.vendor_value,
    vendor_values.row_count
from vendor_values
left join {{ ref('vocabulary') }} as vocabulary
    on vocabulary.source_system = '{{ source_system }}'
    and vocabulary.field = '{{ field }}'
    and vocabulary.vendor_value = vendor_values.vendor_value
where vocabulary.vendor_value is null

{% endtest %}
