select 'csv' as kind, count(*) as rows_in, min(call_id) as first_id, max(call_id) as last_id, cast(sum(cost) as decimal(10, 2)) as total
from {{ ref('csv_calls') }}

union all

select 'jsonl', count(*), min(id), max(id), null
from {{ source('exports', 'chats') }}

union all

select 'parquet', count(*), cast(min(id) as varchar), cast(max(id) as varchar), cast(sum(cost) as decimal(10, 2))
from {{ source('exports', 'parts') }}
