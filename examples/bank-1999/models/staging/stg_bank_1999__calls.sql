with

repaired as (
    {{ repair_bank_fields(source('bank_1999', 'calls')) }}
),

typed as (
    select
        -- A call number comes again on other lines.
        date || '/' || vru_line || '/' || call_id as call_id,
        nullif(customer_id, '0') as customer_id,
        cast(priority as integer) as priority,
        type,
        outcome,
        cast(date as date) as call_date,
        cast(vru_entry as time) as vru_entry,
        cast(vru_exit as time) as vru_exit,
        -- 0:00:00 is "never", unless a wait proves that the call was queued at midnight.
        case when q_start <> '0:00:00' or q_time <> '0' then cast(q_start as time) end as queue_entry,
        cast(q_time as integer) as queue_time_sec,
        cast(ser_time as integer) as service_time_sec,
        nullif(server, 'NO_SERVER') as agent_name
    from repaired
),

-- Only times of day are logged: an early morning in a call that began in the evening is the next day's. (Not any time
-- before the call's start: the clocks disagree by seconds.)
dated as (
    select
        *,
        call_date + vru_entry as started_local,
        call_date + vru_exit
            + case when vru_entry >= time '18:00' and vru_exit < time '06:00' then 1 else 0 end * interval '1 day'
            as vru_exited_local,
        call_date + queue_entry
            + case when vru_entry >= time '18:00' and queue_entry < time '06:00' then 1 else 0 end * interval '1 day'
            as queued_local
    from typed
)

select
    call_id,
    customer_id,
    priority,
    type,
    outcome,
    agent_name,
    {{ to_utc('started_local', "'Asia/Jerusalem'") }} as started_at,
    {{ to_utc('vru_exited_local', "'Asia/Jerusalem'") }} as vru_exited_at,
    {{ to_utc('queued_local', "'Asia/Jerusalem'") }} as queued_at,
    queue_time_sec,
    service_time_sec
from dated
