-- Delivered = kept + rejected, for every system and object: nothing is lost on the way and no join multiplies.

with

delivered as (
    select * from {{ ref('rejected_rows') }}
),

kept as (
    {% for object in dated_objects() -%}
    select
        '{{ object }}' as object,
        source_system,
        count(*) as kept_rows
    from {{ ref(object) }}
    group by source_system
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    delivered.object,
    delivered.source_system,
    delivered.delivered_rows,
    delivered.rejected_rows,
    kept.kept_rows
from delivered
left join kept
    on kept.object = delivered.object
    and kept.source_system = delivered.source_system
where delivered.delivered_rows <> delivered.rejected_rows + coalesce(kept.kept_rows, 0)
