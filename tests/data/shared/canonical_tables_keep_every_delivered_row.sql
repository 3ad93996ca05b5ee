-- Delivered = kept + rejected, for every system and object: nothing is lost on the way and no join multiplies. What ended before
-- all that is kept was purged: files may still deliver it. Once somebody was erased, what staging reads out of free text of theirs
-- (the parts of a conversation) may be gone there, while the contact stays here: kept may then be more, never less.

with

delivered as (
    select * from {{ ref('rejected_rows') }}
),

purged as (
    {% for object, moment in kept_from().items() -%}
    select
        '{{ object }}' as object,
        source_system,
        count(*) as purged_rows
    from ({{ union_systems(object) }}) as delivered
    where {{ moment }} < (select min({{ moment }}) from {{ ref(object) }})
    group by source_system
    {{ 'union all' if not loop.last }}
    {% endfor %}
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
    purged.purged_rows,
    kept.kept_rows
from delivered
left join kept
    on kept.object = delivered.object
    and kept.source_system = delivered.source_system
left join purged
    on purged.object = delivered.object
    and purged.source_system = delivered.source_system
{%- set erasures = adapter.get_relation(target.database, target.schema, 'privacy_erasures') %}
where delivered.delivered_rows {{ '>' if erasures else '<>' }} delivered.rejected_rows + coalesce(purged.purged_rows, 0) + coalesce(kept.kept_rows, 0)
