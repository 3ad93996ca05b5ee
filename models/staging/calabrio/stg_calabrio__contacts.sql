{{ config(enabled=system_is_on('calabrio')) }}

select
    id as contact_id,
    min("assocCallId") as call_number,
    epoch_ms(min("startTime")) as started_at
from {{ source('calabrio', 'qm_contacts') }}
group by id
