{#- The calls point at cases from the first day on, so all of them are there. -#}

with

latest as (
    select
        case_no,
        status,
        entered_at
    from {{ ref('changes') }}
    qualify row_number() over (partition by case_no order by step desc) = 1
)

select
    'zendesk:' || range as case_id,
    'zendesk' as source_system,
    'zendesk:requester-' || range as party_id,
    timestamp '2026-02-01' + range * interval '12 hours' as created_at,
    coalesce(latest.status, 'new') as status,
    coalesce(latest.status, 'new') as vendor_status,
    'P3' as priority,
    'email' as channel,
    'support_billing' as queue,
    coalesce(latest.entered_at, timestamp '2026-02-01') as loaded_at,
    {{ not_delivered('cases', [
        'source_url', 'first_response_at', 'workaround_at', 'severity', 'issue_type', 'product_area', 'assignee',
        'last_human_update_at', 'is_customer_opened', 'public_reply_count', 'active_time_sec', 'is_test',
    ]) }}
from range(200)
left join latest
    on latest.case_no = range
