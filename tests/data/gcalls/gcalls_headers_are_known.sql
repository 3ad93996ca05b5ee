{{ config(enabled=system_is_on('gcalls'), severity='warn') }}

-- Headers of the exports that the seed gcalls_headers does not name: what they say is not read.

select
    exported.format,
    exported.header,
    count(*) as row_count
from {{ ref('stg_gcalls__values') }} as exported
where not exists (
    select 1
    from {{ ref('gcalls_headers') }} as known
    where lower(nfc_normalize(known.header)) = lower(exported.header)
)
group by exported.format, exported.header
