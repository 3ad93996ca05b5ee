{{ config(enabled=system_is_on('talkdesk')) }}

select
    'talkdesk:' || customer_phone as party_id,
    'talkdesk' as source_system,
    'phone' as kind,
    customer_phone as value,
    min(started_at) as first_seen_at
from {{ ref('stg_talkdesk__calls') }}
where customer_phone is not null
group by customer_phone
