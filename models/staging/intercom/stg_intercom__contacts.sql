{{ config(enabled=system_is_on('intercom')) }}

with

entries as (
    select unnest(data) as entry
    from {{ source('intercom', 'contacts') }}
),

ranked as (
    select
        *,
        row_number() over (partition by entry.id order by {{ intercom_time('entry.updated_at') }} desc) as place
    from entries
)

select
    entry.id as contact_id,
    entry.external_id as external_id,
    entry.role as role,
    lower(entry.email) as email,
    entry.phone as phone,
    entry.location.country as country,
    entry.custom_attributes ->> '{{ var('intercom_plan_attribute') }}' as plan,
    {{ intercom_time('entry.signed_up_at') }} as signed_up_at,
    {{ intercom_time('entry.created_at') }} as created_at,
    {{ intercom_time('entry.updated_at') }} as updated_at
from ranked
where place = 1
