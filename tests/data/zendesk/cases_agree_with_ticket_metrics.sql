{{ config(enabled=system_is_on('zendesk')) }}

-- First reply, last solve and reopens rebuilt from the audits, against the vendor's own metric set (whole minutes).

select
    cases.case_id,
    cases.first_response_at,
    metrics.first_reply_sec,
    cases.resolved_at,
    metrics.solved_at,
    cases.reopen_count,
    metrics.reopens
from {{ ref('cases') }} as cases
inner join {{ ref('stg_zendesk__ticket_metrics') }} as metrics
    on 'zendesk:' || metrics.ticket_id = cases.case_id
where (cases.first_response_at is null) <> (metrics.first_reply_sec is null)
    or abs({{ seconds_between('cases.created_at', 'cases.first_response_at') }} - metrics.first_reply_sec) > 60
    or cases.reopen_count <> metrics.reopens
    or (metrics.solved_at is not null and cases.status <> 'deleted' and cases.resolved_at <> metrics.solved_at)
