{#- Cases that are opened, solved, reopened (some after three months) and solved again, as far as that is known. -#}

with

cases as (
    select
        range as case_no,
        timestamp '2026-02-01' + range * interval '12 hours' as created_at,
        cast(hash(range) % 100 as integer) as dice
    from range(200)
),

steps as (
    select case_no, 1 as step, 'new' as status, created_at as entered_at from cases
    union all
    select case_no, 2, 'open', created_at + interval '2 hours' from cases
    union all
    select case_no, 3, 'solved', created_at + dice * interval '1 hour' + interval '3 hours' from cases
    union all
    select case_no, 4, 'open', created_at + dice * interval '1 day' + interval '5 days' from cases where dice % 4 = 0
    union all
    select case_no, 5, 'solved', created_at + dice * interval '1 day' + interval '7 days' from cases where dice % 4 = 0
)

select
    *,
    lead(entered_at) over (partition by case_no order by step) as left_at
from steps
where entered_at + interval '1 day' <= timestamp '{{ var("loaded_until") }}'
