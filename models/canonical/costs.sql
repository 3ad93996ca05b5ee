{#- One row per month and what it was for: a bill in two parts is added up. -#}
select
    source_system,
    month,
    channel,
    cost_center,
    category,
    currency,
    cast(sum(amount) as decimal(18, 2)) as amount
from ({{ union_systems('costs') }}) as delivered
group by source_system, month, channel, cost_center, category, currency
