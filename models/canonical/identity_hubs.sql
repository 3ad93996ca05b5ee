select
    kind,
    value,
    standing as reason,
    count(*) as party_count,
    count(distinct source_system) as system_count,
    min(first_seen_at) as first_seen_at
from {{ ref('party_identities') }}
where standing <> 'usable'
group by kind, value, standing
