with calls as (
    select * from main.stg_calls
),

part_0 as (
    select call_id, queue_id, sum(seconds) as seconds_0
    from calls
    where queue_id = 0
    group by all
),

part_1 as (
    select call_id, queue_id, sum(seconds) as seconds_1
    from calls
    where queue_id = 1
    group by all
),

part_2 as (
    select call_id, queue_id, sum(seconds) as seconds_2
    from calls
    where queue_id = 2
    group by all
),

part_3 as (
    select call_id, queue_id, sum(seconds) as seconds_3
    from calls
    where queue_id = 3
    group by all
),

part_4 as (
    select call_id, queue_id, sum(seconds) as seconds_4
    from calls
    where queue_id = 4
    group by all
),

part_5 as (
    select call_id, queue_id, sum(seconds) as seconds_5
    from calls
    where queue_id = 5
    group by all
),

part_6 as (
    select call_id, queue_id, sum(seconds) as seconds_6
    from calls
    where queue_id = 6
    group by all
),

part_7 as (
    select call_id, queue_id, sum(seconds) as seconds_7
    from calls
    where queue_id = 7
    group by all
),

part_8 as (
    select call_id, queue_id, sum(seconds) as seconds_8
    from calls
    where queue_id = 8
    group by all
),

part_9 as (
    select call_id, queue_id, sum(seconds) as seconds_9
    from calls
    where queue_id = 9
    group by all
),

part_10 as (
    select call_id, queue_id, sum(seconds) as seconds_10
    from calls
    where queue_id = 10
    group by all
),

part_11 as (
    select call_id, queue_id, sum(seconds) as seconds_11
    from calls
    where queue_id = 11
    group by all
),

part_12 as (
    select call_id, queue_id, sum(seconds) as seconds_12
    from calls
    where queue_id = 12
    group by all
),

part_13 as (
    select call_id, queue_id, sum(seconds) as seconds_13
    from calls
    where queue_id = 13
    group by all
),

part_14 as (
    select call_id, queue_id, sum(seconds) as seconds_14
    from calls
    where queue_id = 14
    group by all
),

part_15 as (
    select call_id, queue_id, sum(seconds) as seconds_15
    from calls
    where queue_id = 15
    group by all
),

part_16 as (
    select call_id, queue_id, sum(seconds) as seconds_16
    from calls
    where queue_id = 16
    group by all
),

part_17 as (
    select call_id, queue_id, sum(seconds) as seconds_17
    from calls
    where queue_id = 17
    group by all
),

part_18 as (
    select call_id, queue_id, sum(seconds) as seconds_18
    from calls
    where queue_id = 18
    group by all
),

part_19 as (
    select call_id, queue_id, sum(seconds) as seconds_19
    from calls
    where queue_id = 19
    group by all
),

part_20 as (
    select call_id, queue_id, sum(seconds) as seconds_20
    from calls
    where queue_id = 20
    group by all
),

part_21 as (
    select call_id, queue_id, sum(seconds) as seconds_21
    from calls
    where queue_id = 21
    group by all
),

part_22 as (
    select call_id, queue_id, sum(seconds) as seconds_22
    from calls
    where queue_id = 22
    group by all
),

part_23 as (
    select call_id, queue_id, sum(seconds) as seconds_23
    from calls
    where queue_id = 23
    group by all
),

part_24 as (
    select call_id, queue_id, sum(seconds) as seconds_24
    from calls
    where queue_id = 24
    group by all
),

part_25 as (
    select call_id, queue_id, sum(seconds) as seconds_25
    from calls
    where queue_id = 25
    group by all
),

part_26 as (
    select call_id, queue_id, sum(seconds) as seconds_26
    from calls
    where queue_id = 26
    group by all
),

part_27 as (
    select call_id, queue_id, sum(seconds) as seconds_27
    from calls
    where queue_id = 27
    group by all
),

part_28 as (
    select call_id, queue_id, sum(seconds) as seconds_28
    from calls
    where queue_id = 28
    group by all
),

part_29 as (
    select call_id, queue_id, sum(seconds) as seconds_29
    from calls
    where queue_id = 29
    group by all
),

last as (select 1)

select * from calls
