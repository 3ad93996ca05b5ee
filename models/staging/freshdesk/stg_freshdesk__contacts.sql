{{ config(enabled=system_is_on('freshdesk')) }}

with

ranked as (
    select
        *,
        row_number() over (partition by id order by updated_at desc) as place
    from {{ source('freshdesk', 'contacts') }}
)

select
    id as contact_id,
    email,
    other_emails,
    phone,
    mobile,
    unique_external_id,
    company_id,
    time_zone,
    created_at,
    updated_at
from ranked
where place = 1
