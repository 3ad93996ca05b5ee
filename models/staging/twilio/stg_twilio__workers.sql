{{ config(enabled=system_is_on('twilio')) }}

with

entries as (
    select
        filename,
        unnest(workers) as entry
    from {{ source('twilio', 'workers') }}
),

-- The list of workers forgets those who were deleted: their events do not.
seen as (
    select
        entry.sid as worker_id,
        entry.friendly_name as friendly_name,
        entry.attributes as attributes,
        cast(replace(coalesce(entry.date_updated, entry.date_status_changed, entry.date_created), 'Z', '') as timestamp) as seen_at
    from entries

    union all

    select
        worker_id,
        worker_name,
        worker_attributes,
        occurred_at
    from {{ ref('stg_twilio__events') }}
    where worker_id is not null
),

latest as (
    select
        worker_id,
        arg_max(friendly_name, seen_at) filter (where friendly_name is not null) as friendly_name,
        arg_max(attributes, seen_at) filter (where attributes is not null) as attributes
    from seen
    group by worker_id
)

select
    worker_id,
    friendly_name,
    nullif(trim(attributes ->> '$.full_name'), '') as full_name,
    lower(nullif(trim(attributes ->> '$.email'), '')) as email,
    nullif(trim(attributes ->> '$.team_name'), '') as team
from latest
