select states.customer, states.region, sum(orders.amount) as amount
from {{ ref('customer_states') }} as states
left join {{ ref('merged_orders') }} as orders using (customer)
where states.dbt_valid_to is null
group by all
