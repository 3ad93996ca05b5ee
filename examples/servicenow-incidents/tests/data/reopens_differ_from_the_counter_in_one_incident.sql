-- By its history incident 0000135 was reopened, by its counter it was not: its first event carries the last number of changes. In all
-- other incidents the steps out of solved are as many as the counter says.

with

counters as (
    select
        case_id,
        cast(value as integer) as reopen_count
    from {{ ref('case_attributes') }}
    where attribute = 'reopen_count'
        and unset_at is null
),

compared as (
    select
        cases.case_id,
        cases.reopen_count as steps,
        counters.reopen_count as counted
    from {{ ref('cases') }} as cases
    inner join counters
        on counters.case_id = cases.case_id
),

expected as (
    select 'servicenow_incidents:0000135' as case_id, 1 as steps, 0 as counted
)

select coalesce(compared.case_id, expected.case_id) as case_id, compared.steps, compared.counted
from compared
full join expected
    on expected.case_id = compared.case_id
where (expected.case_id is null and compared.steps <> compared.counted)
    or (expected.case_id is not null and (compared.steps is distinct from expected.steps or compared.counted is distinct from expected.counted))
