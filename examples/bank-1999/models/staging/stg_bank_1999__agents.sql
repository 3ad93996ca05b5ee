select distinct
    'bank_1999:' || agent_name as agent_id,
    'bank_1999' as source_system,
    agent_name as name,
    {{ not_delivered('agents', ['email', 'team']) }}
from {{ ref('stg_bank_1999__calls') }}
where agent_name is not null
