{#- Intervals [from, to) of one key that begin before the interval ahead of them has ended. Ahead is what starts earlier, or what
    `in_order_of` says where intervals may have no length. -#}
{% test no_overlap(model, key, starts, ends, in_order_of=none) %}

with

in_order as (
    select
        {{ key }},
        {{ starts }},
        lag({{ ends }}) over (partition by {{ key }} order by {{ in_order_of or starts }}) as ended_before,
        row_number() over (partition by {{ key }} order by {{ in_order_of or starts }}) as place
    from {{ model }}
)

select *
from in_order
where place > 1
    and (ended_before is null or ended_before > {{ starts }})

{% endtest %}
