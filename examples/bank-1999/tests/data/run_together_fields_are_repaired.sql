-- Neither January nor August holds a row of 16 fields, so here is one (an invented call) beside a whole one. As the file
-- is read, the short row lies one column to the left from `priority` on, and its last column is empty.

with

repaired as (
    {{ repair_bank_fields("(values
        ('AA0101', '1', '0', '0       NW', '1999-11-01', '8:00:00', '8:00:10', '10', '8:00:10', '8:00:40', '30', 'AGENT', '8:00:39', '8:02:00', '81', 'DORIT', null),
        ('AA0101', '2', '0', '2', 'PS', '1999-11-01', '9:00:00', '9:00:05', '5', '0:00:00', '0:00:00', '0', 'HANG', '0:00:00', '0:00:00', '0', 'NO_SERVER')
    ) as log (
        vru_line, call_id, customer_id, priority, type, date, vru_entry, vru_exit, vru_time,
        q_start, q_exit, q_time, outcome, ser_start, ser_exit, ser_time, server
    )") }}
),

told as (
    select
        call_id,
        concat_ws(' ', priority, type, date, vru_entry, vru_time, q_time, outcome, ser_time, server) as fields
    from repaired
)

select *
from told
where fields <> case call_id
    when '1' then '0 NW 1999-11-01 8:00:00 10 30 AGENT 81 DORIT'
    else '2 PS 1999-11-01 9:00:00 5 0 HANG 0 NO_SERVER'
end
