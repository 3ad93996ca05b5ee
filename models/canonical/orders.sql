select
    order_id,
    source_system,
    customer_id,
    ordered_at,
    amount,
    currency,
    cancelled_at
from ({{ union_systems_of_customers('orders') }}) as delivered
where ordered_at <= {{ run_start() }}
