{{ config(enabled=system_is_on('delighted')) }}

with

sendings as (
    select distinct
        id as person_id,
        to_timestamp(last_sent_at) at time zone 'UTC' as sent_at
    from {{ source('delighted', 'people') }}
    where last_sent_at is not null
),

bounces as (
    select distinct
        person_id,
        to_timestamp(bounced_at) at time zone 'UTC' as bounced_at
    from {{ source('delighted', 'bounces') }}
),

following as (
    select
        person_id,
        sent_at,
        lead(sent_at) over (partition by person_id order by sent_at) as next_sent_at
    from sendings
)

select
    following.person_id,
    following.sent_at,
    following.next_sent_at,
    count(bounces.bounced_at) > 0 as bounced
from following
left join bounces
    on bounces.person_id = following.person_id
    and bounces.bounced_at >= following.sent_at
    and bounces.bounced_at < coalesce(following.next_sent_at, timestamp 'infinity')
group by following.person_id, following.sent_at, following.next_sent_at
