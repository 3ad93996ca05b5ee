{#- The memory of identity stitching. It is only ever added to, also by a full refresh: what an id was before cannot be
    computed again. -#}
{{ config(
    materialized='incremental',
    incremental_strategy='append',
    full_refresh=false,
    on_schema_change='append_new_columns',
) }}

with

now as (
    select * from {{ ref('customer_parties') }}
),

-- The last entry of each party is what it belonged to until now.
before as (
    {% if is_incremental() -%}
    select
        party_id,
        customer_id,
        change_no
    from {{ this }}
    qualify row_number() over (partition by party_id order by change_no desc) = 1
    {%- else -%}
    select
        party_id,
        customer_id,
        1 as change_no
    from now
    where false
    {%- endif %}
),

customers_before as (
    select distinct customer_id from before
),

customers_now as (
    select distinct customer_id from now
),

changed as (
    select
        now.party_id,
        coalesce(before.change_no, 0) + 1 as change_no,
        now.customer_id,
        before.customer_id as previous_customer_id,
        case
            when before.party_id is null then 'new'
            -- The customer it leaves lives on; or it is gone, into one that was there or under another name.
            when still_there.customer_id is not null then 'split'
            when there_before.customer_id is not null then 'merge'
            else 'rename'
        end as change
    from now
    left join before
        on before.party_id = now.party_id
    left join customers_now as still_there
        on still_there.customer_id = before.customer_id
    left join customers_before as there_before
        on there_before.customer_id = now.customer_id
    where before.customer_id is distinct from now.customer_id
)

select
    changed.party_id,
    cast(changed.change_no as integer) as change_no,
    changed.customer_id,
    changed.previous_customer_id,
    changed.change,
    as_of.as_of as noticed_at
from changed
cross join {{ ref('as_of') }} as as_of
