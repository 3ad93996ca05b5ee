{{ config(enabled=system_is_on('gcalls')) }}

with

-- A row of the console's file and an entry of a page become the same thing: names and values.
console_rows as (
    select
        filename,
        'console' as format,
        row_number() over () as place_in_export,
        to_json(rows_of_files) as entry
    from {{ source('gcalls', 'console') }} as rows_of_files
),

pages as (
    select
        filename,
        unnest(data) as entry
    from {{ source('gcalls', 'cdr') }}
),

page_entries as (
    select
        filename,
        'cdr' as format,
        row_number() over () as place_in_export,
        entry
    from pages
),

together as (
    select * from console_rows
    union all
    select * from page_entries
),

-- 'additional.ticket_id' is the name of a value inside of another.
named as (
    select
        together.filename,
        together.format,
        together.format || '/' || together.place_in_export as record_id,
        replace(substr(tree.fullkey, 3), '"', '') as header,
        tree.atom ->> '$' as value
    from together,
        json_tree(together.entry) as tree
    where tree.atom is not null
        and tree.type <> 'NULL'
)

-- Diacritics come composed or decomposed: both are the same letter.
select
    filename,
    format,
    record_id,
    nfc_normalize(trim(header)) as header,
    nfc_normalize(trim(value)) as value
from named
where trim(value) <> ''
    and header <> 'filename'
