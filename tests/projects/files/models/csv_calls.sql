select * from {{ source('exports', 'csv_calls') }}
