{{ config(enabled=system_is_on('zendesk')) }}

with

users as (
    select * from {{ ref('stg_zendesk__users') }} where not is_staff
),

named as (
    select user_id, created_at, 'email' as kind, email as value from users
    union all
    select user_id, created_at, 'phone', phone from users
    union all
    select user_id, created_at, 'external_id', external_id from users
)

select
    'zendesk:' || user_id as party_id,
    'zendesk' as source_system,
    kind,
    value,
    created_at as first_seen_at
from named
where value is not null
