{{ config(enabled=system_is_on('salesforce')) }}

with

cases as (
    select * from {{ ref('stg_salesforce__case') }}
),

messages as (
    select * from {{ ref('stg_salesforce__messages') }}
),

milestones as (
    select * from {{ ref('stg_salesforce__case_milestone') }}
),

users as (
    select * from {{ ref('stg_salesforce__user') }}
),

vocabulary as (
    select * from {{ ref('vocabulary') }} where source_system = 'salesforce'
),

-- The queue in charge: the owner if that is one, or else the queue that the owner took the case from.
current_states as (
    select
        case_id,
        arg_max(queue, entered_at) filter (where queue is not null) as queue
    from {{ ref('stg_salesforce__case_status_history') }}
    group by case_id
),

replies as (
    select
        case_id,
        cast(count(*) as integer) as public_reply_count,
        min(sent_at) as first_replied_at
    from messages
    where not is_incoming
        and not is_automatic
    group by case_id
),

human_updates as (
    select
        case_id,
        max(updated_at) as last_human_update_at
    from (
        select case_id, sent_at as updated_at
        from messages
        where not is_automatic or is_incoming
        union all
        select changes.case_id, changes.changed_at
        from {{ ref('stg_salesforce__case_history') }} as changes
        inner join users
            on users.user_id = changes.changed_by_id
            and not users.is_automation
    )
    group by case_id
),

clocks as (
    select
        milestones.case_id,
        min(milestones.completed_at) filter (where kind.canonical_value = 'first_response') as first_response_at,
        min(milestones.completed_at) filter (where kind.canonical_value = 'workaround') as workaround_at
    from milestones
    left join vocabulary as kind
        on kind.field = 'milestone_type'
        and kind.vendor_value = milestones.milestone_type
    group by milestones.case_id
),

-- Seconds with the case's tab in focus. From accepted to closed is no measure of work: the case lies open meanwhile.
efforts as (
    select
        work_item_id as case_id,
        cast(sum(active_time_sec) as integer) as active_time_sec
    from {{ ref('stg_salesforce__agent_work') }}
    where work_item_kind = 'case'
    group by work_item_id
),

contacts as (
    select * from {{ ref('stg_salesforce__contact') }}
),

described as (
    select
        cases.*,
        channel.canonical_value as channel,
        coalesce(customer_opened.vendor_value is not null, false) as is_customer_opened,
        coalesce(contacts.email, cases.supplied_email) as email
    from cases
    left join contacts
        on contacts.contact_id = cases.contact_id
    left join vocabulary as channel
        on channel.field = 'origin'
        and channel.vendor_value = cases.origin
    left join vocabulary as customer_opened
        on customer_opened.field = 'customer_opened_origin'
        and customer_opened.vendor_value = cases.origin
)

select
    'salesforce:' || described.case_id as case_id,
    'salesforce' as source_system,
    '{{ var('salesforce_base_url') }}/lightning/r/Case/' || described.case_id || '/view' as source_url,
    'salesforce:' || coalesce(
        described.contact_id, described.account_id, described.supplied_email, described.supplied_phone
    ) as party_id,
    described.created_at,
    -- Where the messages were not exported, the clock of the milestone.
    case
        when described.is_customer_opened then coalesce(replies.first_replied_at, clocks.first_response_at)
    end as first_response_at,
    clocks.workaround_at,
    case when described.is_deleted then 'deleted' else status.canonical_value end as status,
    described.status as vendor_status,
    priority.canonical_value as priority,
    described.severity,
    described.channel,
    current_states.queue,
    described.issue_type,
    described.product_area,
    'salesforce:' || assignees.user_id as assignee,
    greatest(described.created_at, human_updates.last_human_update_at) as last_human_update_at,
    described.is_customer_opened,
    coalesce(replies.public_reply_count, 0) as public_reply_count,
    efforts.active_time_sec,
    {{ is_test_traffic('salesforce', 'cast([] as varchar[])', 'described.email') }} as is_test,
    described.loaded_at
from described
left join replies
    on replies.case_id = described.case_id
left join human_updates
    on human_updates.case_id = described.case_id
left join clocks
    on clocks.case_id = described.case_id
left join efforts
    on efforts.case_id = described.case_id
left join current_states
    on current_states.case_id = 'salesforce:' || described.case_id
-- The owner may be a queue.
left join users as assignees
    on assignees.user_id = described.owner_id
    and assignees.is_staff
left join vocabulary as status
    on status.field = 'status'
    and status.vendor_value = described.status
left join vocabulary as priority
    on priority.field = 'priority'
    and priority.vendor_value = described.priority
