-- January and August 1999 with exclusions off: computed independently of this project from the same log.

with

published as (
    select * from (values
        (date '1999-01-01', 31599, 30161, 27060, 3101, 10.281, 35.028, 60.613, 54.381, 56.258, 57.717, 183.45),
        (date '1999-08-01', 42078, 38711, 31402, 7309, 18.881, 73.807, 50.497, 40.963, 43.238, 46.225, 184.40)
    ) as figures (
        month, calls, offered, answered, abandoned, abandonment_pct, asa_sec,
        service_level_a_pct, service_level_b_pct, service_level_c_pct, service_level_d_pct, aht_sec
    )
)

select
    published.month,
    computed.*
from published
left join {{ ref('bank_months') }} as computed
    on computed.month = published.month
where computed.month is null
    {% for figure in ['calls', 'offered', 'answered', 'abandoned'] -%}
    or computed.{{ figure }} <> published.{{ figure }}
    {% endfor -%}
    {% for figure in [
        'abandonment_pct', 'asa_sec', 'service_level_a_pct', 'service_level_b_pct', 'service_level_c_pct',
        'service_level_d_pct', 'aht_sec',
    ] -%}
    or abs(computed.{{ figure }} - published.{{ figure }}) > 0.000001
    {% endfor %}
