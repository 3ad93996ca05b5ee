-- One row for each call. Other models read this one and never the raw table.
select
    call_id,
    started_at,
    cast(started_at as date) as call_date,
    queue as queue_name,
    outcome = 'answered' as is_answered,
    wait_seconds,
    talk_seconds
from {{ ref('calls') }}
