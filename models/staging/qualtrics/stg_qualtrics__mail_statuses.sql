{{ config(enabled=system_is_on('qualtrics')) }}

select distinct
    entry.status as status
from (
    select unnest(result.elements) as entry
    from {{ source('qualtrics', 'distribution_history') }}
) as entries
