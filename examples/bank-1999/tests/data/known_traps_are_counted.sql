-- The traps of the log, as far as January and August show them: a change in staging that loses one shows here.

with

calls as (
    select * from {{ ref('stg_bank_1999__calls') }}
),

segments as (
    select * from {{ ref('interaction_segments') }}
),

counted as (
    select 'left from the menu, never queued' as trap, 4255 as expected, count(*) as found
    from {{ ref('interactions') }}
    where outcome = 'ivr_exit'

    union all

    select 'phantom calls', 550, count(*)
    from {{ ref('interactions') }}
    where is_system

    union all

    select 'left the menu before entering it', 52, count(*)
    from calls
    where vru_exited_at < started_at

    union all

    select 'abandoned after a wait of 0 s', 70, count(*)
    from segments
    where outcome = 'abandoned' and queue_time_sec = 0

    union all

    select 'calls across midnight', 0, count(*)
    from calls
    where queued_at < started_at - interval '1 hour'
        or queued_at > started_at + interval '12 hours'
)

select *
from counted
where found <> expected
