{#- Some requesters of the helpdesk write from the telephone that a party of the hotline calls from. -#}
select
    'zendesk:requester-' || range as party_id,
    'zendesk' as source_system,
    'phone' as kind,
    case when range % 4 = 0 then '+84 9' || lpad(cast(range as varchar), 8, '0') else 'anonymous' end as value,
    timestamp '2026-02-01' + range * interval '12 hours' as first_seen_at
from range(200)
