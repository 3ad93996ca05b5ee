{{ config(enabled=system_is_on('salesforce')) }}

with

records as (
    {{ salesforce_records('CaseMilestone') }}
)

select
    id as milestone_id,
    {{ salesforce_id("(record ->> 'CaseId')") }} as case_id,
    record -> 'MilestoneType' ->> 'Name' as milestone_type,
    {{ salesforce_time('StartDate') }} as started_at,
    {{ salesforce_time('TargetDate') }} as target_at,
    {{ salesforce_time('CompletionDate') }} as completed_at,
    coalesce(cast(record ->> 'IsViolated' as boolean), false) as is_violated,
    60 * cast(record ->> 'ElapsedTimeInMins' as double) as elapsed_sec,
    loaded_at
from records
