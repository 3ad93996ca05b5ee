select ordered_at::date as day, count(*) as orders, sum(amount) as amount
from {{ ref('orders_by_day') }}
group by day
