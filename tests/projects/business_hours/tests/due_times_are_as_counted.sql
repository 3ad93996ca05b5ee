select *
from {{ ref('due') }}
where due_at is distinct from expected_at
