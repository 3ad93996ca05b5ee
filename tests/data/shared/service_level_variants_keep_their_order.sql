-- By their formulas b is the strictest; crediting or removing abandons can only raise it.

select *
from {{ ref('rpt_queue_performance') }}
where service_level_b > service_level_a
    or service_level_b > service_level_c
    or service_level_b > service_level_d
    or service_level_b > service_level_e
    or service_level_b > service_level_f
