{{ config(enabled=system_is_on('freshdesk')) }}

with

ranked as (
    select
        *,
        row_number() over (partition by id order by updated_at desc) as place
    from {{ source('freshdesk', 'companies') }}
)

select
    id as company_id,
    account_tier,
    {{ freshdesk_field('custom_fields', var('freshdesk_region_field')) }} as region,
    updated_at
from ranked
where place = 1
