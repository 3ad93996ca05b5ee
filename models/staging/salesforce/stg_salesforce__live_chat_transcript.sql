{{ config(enabled=system_is_on('salesforce')) }}

with

records as (
    {{ salesforce_records('LiveChatTranscript') }}
)

select
    id as chat_id,
    {{ salesforce_id("(record ->> 'CaseId')") }} as case_id,
    {{ salesforce_id("(record ->> 'ContactId')") }} as contact_id,
    {{ salesforce_id("(record ->> 'AccountId')") }} as account_id,
    {{ salesforce_id("(record ->> 'OwnerId')") }} as owner_id,
    record -> 'LiveChatButton' ->> 'DeveloperName' as button,
    record ->> 'Status' as status,
    {{ salesforce_time('RequestTime') }} as requested_at,
    {{ salesforce_time('StartTime') }} as started_at,
    {{ salesforce_time('EndTime') }} as ended_at,
    cast(record ->> 'WaitTime' as integer) as wait_time_sec,
    cast(record ->> 'ChatDuration' as integer) as chat_duration_sec,
    cast(record ->> 'Abandoned' as integer) as abandoned_after_sec,
    record ->> 'EndedBy' as ended_by,
    -- A chat that is still going on comes again when it has ended.
    coalesce(record ->> 'Status' not in ('Waiting', 'InProgress'), true) as is_finished,
    loaded_at
from records
