with

{% for object in dated_objects() -%}
{{ object }} as (
    {{ union_systems(object) }}
),

{% endfor -%}
dated as (
    {% for object, moment in dated_objects().items() -%}
    select '{{ object }}' as object, source_system, {{ moment }} as dated_at from {{ object }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    object,
    source_system,
    count(*) as delivered_rows,
    -- Without a date or dated after the run's start.
    count(*) filter (where dated_at is null or dated_at > {{ run_start() }}) as rejected_rows
from dated
group by object, source_system
