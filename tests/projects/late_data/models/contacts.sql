{#- Two thousand calls in four months: a tenth comes up to ten days late, a fifth is corrected once within a month. -#}

with

calls as (
    select
        range as call_no,
        timestamp '2026-02-01' + range * interval '85 minutes' as started_at,
        cast(hash(range) % 100 as integer) as dice,
        cast(hash(range, 1) % 100 as integer) as other_dice
    from range(2000)
),

versions as (
    select
        *,
        unnest(case when dice < 20 then [1, 2] else [1] end) as version
    from calls
),

loaded as (
    select
        *,
        started_at
            + case when other_dice < 10 then interval '10 days' else interval '1 day' end
            + (version - 1) * (1 + dice) * interval '1 day' as loaded_at
    from versions
)

select *
from loaded
where loaded_at <= timestamp '{{ var("loaded_until") }}'
qualify row_number() over (partition by call_no order by version desc) = 1
