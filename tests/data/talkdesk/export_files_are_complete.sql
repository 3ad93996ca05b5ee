{{ config(enabled=system_is_on('talkdesk')) }}

-- Each file states how many entries it holds.

select
    filename,
    total,
    len(entries) as entry_count
from {{ source('talkdesk', 'calls') }}
where total <> len(entries)

union all

select
    filename,
    total,
    len(entries) as entry_count
from {{ source('talkdesk', 'contacts') }}
where total <> len(entries)

union all

select
    filename,
    total,
    len(entries) as entry_count
from {{ source('talkdesk', 'user_status') }}
where total <> len(entries)
