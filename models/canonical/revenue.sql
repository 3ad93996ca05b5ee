select
    source_system,
    month,
    amount,
    currency
from ({{ union_systems('revenue') }}) as delivered
