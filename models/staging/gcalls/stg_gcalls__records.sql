{{ config(enabled=system_is_on('gcalls')) }}

with

named as (
    select * from {{ ref('stg_gcalls__values') }}
),

headers as (
    select
        lower(nfc_normalize(header)) as header,
        field
    from {{ ref('gcalls_headers') }}
),

translated as (
    select
        named.filename,
        named.format,
        named.record_id,
        headers.field,
        named.value
    from named
    inner join headers
        on headers.header = lower(named.header)
)

-- A record without any known header still is one: it fails the tests of what is missing.
select
    named.record_id,
    min(named.filename) as filename,
    min(named.format) as format,
    {%- for field in gcalls_fields() %}
    min(translated.value) filter (where translated.field = '{{ field }}') as {{ field }}{{ ',' if not loop.last }}
    {%- endfor %}
from (select distinct record_id, filename, format from named) as named
left join translated
    on translated.record_id = named.record_id
group by named.record_id
