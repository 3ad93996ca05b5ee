{#- The business clock the other way round: when an open second comes, found by the open hour that it lies in. -#}

with

openings as (
    select * from {{ ref('business_openings') }}
),

hours as (
    select
        *,
        cast(unnest(generate_series(
            cast(floor(open_sec_before / 3600) as bigint), cast(ceil((open_sec_before + open_sec) / 3600) as bigint) - 1
        )) as integer) as open_hour
    from openings
)

select
    calendar_id,
    open_hour,
    opens_at + to_microseconds(cast(1000000 * greatest(0, 3600.0 * open_hour - open_sec_before) as bigint)) as opens_at,
    greatest(open_sec_before, 3600.0 * open_hour) as open_sec_before,
    least(open_sec_before + open_sec, 3600.0 * (open_hour + 1)) as open_sec_after
from hours
