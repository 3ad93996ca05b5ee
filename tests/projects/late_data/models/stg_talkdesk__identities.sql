{#- Parties of one number; from May on a device says that some of them are one customer, who has called for months. -#}

with

calls as (
    select
        call_no % 300 as party_no,
        min(started_at) as first_seen_at
    from {{ ref('contacts') }}
    group by call_no % 300
)

select
    'talkdesk:party-' || party_no as party_id,
    'talkdesk' as source_system,
    'phone' as kind,
    '09' || lpad(cast(party_no as varchar), 8, '0') as value,
    first_seen_at
from calls

union all

select 'talkdesk:party-' || party_no, 'talkdesk', 'device', 'device-' || party_no // 3, first_seen_at
from calls
where party_no < 60
    and timestamp '{{ var("loaded_until") }}' >= timestamp '2026-05-01'
