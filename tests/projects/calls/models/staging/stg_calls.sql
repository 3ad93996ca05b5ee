select
    call_id,
    queue,
    called_on,
    wait_sec,
    talk_sec,
    wait_sec is not null as is_answered
from {{ ref('raw_calls') }}
