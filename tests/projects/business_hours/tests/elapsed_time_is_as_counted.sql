select *
from {{ ref('elapsed') }}
where business_sec is distinct from expected_sec
