{{ config(enabled=system_is_on('zendesk')) }}

-- The replayed audits must end where the ticket stands.

select
    cases.case_id,
    cases.status,
    history.status as last_status_in_history
from {{ ref('cases') }} as cases
left join {{ ref('case_status_history') }} as history
    on history.case_id = cases.case_id
    and history.left_at is null
where cases.source_system = 'zendesk'
    and (history.status is null or history.status <> cases.status)
