-- Where nothing was counted there is no rate: neither 0 % nor 100 %.

with

nothing as (
    select
        0 as offered,
        0 as answered,
        0 as abandoned,
        0 as answered_within_threshold,
        0 as abandoned_within_threshold,
        0 as short_abandoned,
        0 as asa_wait_sec,
        0 as asa_answered
)

select *
from nothing
where {{ service_level('a') }} is not null
    or {{ service_level('f') }} is not null
    or {{ average_speed_of_answer() }} is not null
    or {{ abandonment_rate() }} is not null
