select
    'zendesk:' || case_no as case_id,
    'zendesk' as source_system,
    status,
    entered_at,
    left_at,
    cast(null as varchar) as actor,
    false as is_automatic,
    'support_billing' as queue,
    'P3' as priority
from {{ ref('changes') }}
