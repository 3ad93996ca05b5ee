{{ config(enabled=system_is_on('intercom')) }}

with

calls as (
    select * from {{ ref('stg_intercom__calls') }}
),

cases as (
    select * from {{ ref('stg_intercom__cases') }}
),

vocabulary as (
    select * from {{ ref('vocabulary') }} where source_system = 'intercom'
)

-- Calls with the team of their conversation, waits and talk reckoned where the version of the API does not tell them.
select
    calls.call_id,
    cases.case_id,
    cases.queue,
    cases.issue_type,
    coalesce(cases.is_test, false) as is_test,
    'intercom:' || calls.contact_id as party_id,
    'intercom:' || calls.admin_id as agent_id,
    calls.direction,
    calls.initiated_at,
    -- What the vendor does not count as the queue was the menu before it.
    case
        when calls.direction = 'inbound' then greatest(
            calls.initiated_at,
            coalesce(calls.answered_at, calls.ended_at)
                - to_seconds(coalesce(
                    calls.queue_time_sec,
                    {{ seconds_between('calls.initiated_at', 'coalesce(calls.answered_at, calls.ended_at)') }}
                ))
        )
    end as queued_at,
    calls.answered_at,
    calls.ended_at,
    case
        when calls.answered_at is not null then coalesce(
            calls.talk_time_sec,
            cast({{ seconds_between('calls.answered_at', 'calls.ended_at') }} as integer) - coalesce(calls.hold_time_sec, 0)
        )
    end as talk_time_sec,
    case when calls.answered_at is not null then calls.hold_time_sec end as hold_time_sec,
    case
        when calls.answered_at is not null then 'answered'
        else coalesce(reason.canonical_value, 'missed')
    end as outcome,
    concat_ws(':', calls.state, calls.ended_reason) as vendor_outcome,
    calls.updated_at as loaded_at
from calls
left join cases
    on cases.case_id = 'intercom:' || calls.conversation_id
left join vocabulary as reason
    on reason.field = 'ended_reason'
    and reason.vendor_value = calls.ended_reason
