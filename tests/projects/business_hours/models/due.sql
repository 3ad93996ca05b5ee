with

cases as (
    select
        calendar_id,
        kind,
        cast(replace(starts_at, 'Z', '') as timestamp) as starts_at,
        amount,
        cast(replace(expected_at, 'Z', '') as timestamp) as expected_at,
        why
    from {{ ref('due_cases') }}
)

select
    calendar_id,
    kind,
    starts_at,
    amount,
    expected_at,
    case kind
        when 'seconds' then {{ add_business_time('starts_at', 'amount', 'calendar_id') }}
        when 'days' then {{ add_business_days('starts_at', 'amount', 'calendar_id') }}
        else {{ next_opening('starts_at', 'calendar_id') }}
    end as due_at,
    why
from cases
