{{ config(enabled=system_is_on('salesforce')) }}

with

dated as (
    select
        *,
        max(SystemModstamp) filter (where SystemModstamp <= {{ run_start() }}) over (partition by filename) as loaded_at,
        row_number() over (
            partition by {{ salesforce_id('Id') }} order by SystemModstamp desc, filename desc
        ) as place
    from {{ source('salesforce', 'AgentWork') }}
)

select
    {{ salesforce_id('Id') }} as agent_work_id,
    {{ salesforce_id('WorkItemId') }} as work_item_id,
    -- The first three characters of an id tell the kind of record.
    case left(WorkItemId, 3)
        when '500' then 'case'
        when '570' then 'chat'
        when '0Mw' then 'messaging'
        when '0LQ' then 'voice'
        else 'other'
    end as work_item_kind,
    {{ salesforce_id('UserId') }} as user_id,
    {{ salesforce_id('OriginalGroupId') }} as group_id,
    Status as status,
    RequestDateTime as requested_at,
    AssignedDateTime as assigned_at,
    AcceptDateTime as accepted_at,
    DeclineDateTime as declined_at,
    CloseDateTime as closed_at,
    CancelDateTime as cancelled_at,
    SpeedToAnswer as speed_to_answer_sec,
    HandleTime as handle_time_sec,
    ActiveTime as active_time_sec,
    AfterConversationActualTime as wrap_time_sec,
    loaded_at
from dated
where place = 1
