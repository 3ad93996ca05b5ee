{{ config(enabled=system_is_on('playvox')) }}

with

entries as (
    select unnest(data) as entry
    from {{ source('playvox', 'wfm_tasks') }}
),

renamed as (
    select
        entry.id as task_row_id,
        lower(entry."userEmail") as email,
        entry."userId" as wfm_user_id,
        entry."taskIdentifier" as task,
        entry.name as task_name,
        entry."startTime" as started_at,
        entry."endTime" as ended_at,
        entry."updatedAt" as updated_at
    from entries
),

ranked as (
    select
        *,
        row_number() over (partition by task_row_id order by updated_at desc) as place
    from renamed
)

select
    task_row_id,
    email,
    wfm_user_id,
    task,
    task_name,
    started_at,
    ended_at,
    updated_at
from ranked
where place = 1
