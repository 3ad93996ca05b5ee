with

delivered as (
    {{ union_systems_of_customers('customer_months') }}
),

-- Several accounts of one customer are one: moving money between them is neither contraction nor expansion.
summed as (
    select
        customer_id,
        source_system,
        month,
        currency,
        sum(opening_mrr) as delivered_opening_mrr,
        sum(closing_mrr) as closing_mrr
    from delivered
    where month <= {{ run_start() }}
    group by customer_id, source_system, month, currency
),

-- Where the opening is not delivered it is the closing of the month before, and nothing before the first month.
opened as (
    select
        *,
        coalesce(
            delivered_opening_mrr,
            case when lag(month) over in_order = month - interval '1 month' then lag(closing_mrr) over in_order end,
            0
        ) as opening_mrr,
        coalesce(max(closing_mrr) over (in_order rows between unbounded preceding and 1 preceding), 0) > 0 as paid_before
    from summed
    window in_order as (partition by customer_id, source_system, currency order by month)
)

select
    customer_id,
    source_system,
    month,
    cast(opening_mrr as decimal(18, 2)) as opening_mrr,
    cast(closing_mrr as decimal(18, 2)) as closing_mrr,
    currency,
    case
        when opening_mrr = 0 and closing_mrr > 0 and paid_before then 'reactivation'
        when opening_mrr = 0 and closing_mrr > 0 then 'new'
        when opening_mrr > 0 and closing_mrr = 0 then 'churn'
        when closing_mrr > opening_mrr then 'expansion'
        when closing_mrr < opening_mrr then 'contraction'
    end as movement
from opened
