-- Computed independently of this project from the same log, its times taken as those of one clock (zone UTC).

with

published as (
    select * from (values
        ('cases', 24918, 0),
        ('reopened_by_counter', 275, 0),
        ('reopened_by_counter_pct', 1.104, 3),
        ('reopened', 276, 0),
        ('reopened_within_7_days', 266, 0),
        ('reassigned', 11369, 0),
        ('reassigned_pct', 45.63, 2),
        ('resolved', 23362, 0),
        ('mean_open_to_resolve_hours', 178.17, 2),
        ('median_open_to_resolve_hours', 22.1, 2),
        ('closed', 24918, 0),
        ('mean_open_to_close_hours', 315.33, 2),
        ('median_open_to_close_hours', 145.87, 2),
        ('p1', 270, 0),
        ('p2', 408, 0),
        ('p3', 23466, 0),
        ('p4', 774, 0),
        ('made_sla', 15803, 0),
        ('by_phone', 24688, 0)
    ) as figures (figure, value, digits)
)

select
    published.figure,
    published.value as published_value,
    computed.value as computed_value
from published
left join {{ ref('incident_figures') }} as computed
    on computed.figure = published.figure
where computed.value is null
    or round(cast(computed.value as double), published.digits) <> published.value
