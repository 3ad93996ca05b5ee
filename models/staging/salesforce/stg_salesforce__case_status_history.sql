{{ config(enabled=system_is_on('salesforce')) }}

with

cases as (
    select * from {{ ref('stg_salesforce__case') }}
),

changes as (
    select * from {{ ref('stg_salesforce__case_history') }}
),

users as (
    select * from {{ ref('stg_salesforce__user') }}
),

vocabulary as (
    select * from {{ ref('vocabulary') }} where source_system = 'salesforce'
),

queues as (
    select
        groups.group_id,
        vocabulary.canonical_value as queue
    from {{ ref('stg_salesforce__group') }} as groups
    inner join vocabulary
        on vocabulary.field = 'case_queue'
        and vocabulary.vendor_value = groups.developer_name
),

-- A lookup comes in two rows, with ids and with names: the ids count.
tracked as (
    select
        history_id,
        case_id,
        changed_at,
        changed_by_id,
        case when field = 'Owner' then 'owner' else lower(field) end as field,
        old_value,
        new_value
    from changes
    where field in ('Status', 'Priority')
        or (field = 'Owner' and regexp_full_match(coalesce(new_value, old_value), '00[5G][A-Za-z0-9]{12}([A-Za-z0-9]{3})?'))
),

-- There is no row for what a case began with: it is what the first change replaced, or what it still has.
firsts as (
    select
        case_id,
        arg_min(old_value, (changed_at, history_id)) filter (where field = 'status') as status,
        arg_min(old_value, (changed_at, history_id)) filter (where field = 'priority') as priority,
        bool_or(field = 'priority') as priority_changed,
        arg_min(old_value, (changed_at, history_id)) filter (where field = 'owner') as owner_id,
        arg_max(new_value, (changed_at, history_id)) filter (where field = 'status') as last_status,
        max(changed_at) as last_changed_at
    from tracked
    group by case_id
),

steps as (
    select
        cases.case_id,
        cases.created_at as entered_at,
        '' as step,
        cases.created_by_id as changed_by_id,
        coalesce(firsts.status, cases.status) as status,
        case when coalesce(firsts.priority_changed, false) then firsts.priority else cases.priority end as priority,
        coalesce(firsts.owner_id, cases.owner_id) as owner_id
    from cases
    left join firsts
        on firsts.case_id = cases.case_id
    union all
    select
        case_id,
        changed_at,
        history_id,
        changed_by_id,
        case when field = 'status' then new_value end,
        case when field = 'priority' then new_value end,
        case when field = 'owner' then new_value end
    from tracked
    union all
    -- Where the status is not tracked, or its history has been cut off, the case itself tells the last step.
    select
        cases.case_id,
        greatest(coalesce(cases.closed_at, cases.last_modified_at), coalesce(firsts.last_changed_at, cases.created_at)),
        'last',
        cast(null as varchar),
        cases.status,
        cast(null as varchar),
        cast(null as varchar)
    from cases
    inner join firsts
        on firsts.case_id = cases.case_id
    where firsts.last_status is not null
        and firsts.last_status <> cases.status
),

states as (
    select
        steps.case_id,
        steps.entered_at,
        steps.step,
        steps.changed_by_id,
        last_value(status.canonical_value ignore nulls) over carried as status,
        last_value(priority.canonical_value ignore nulls) over carried as priority,
        -- A case that an agent has taken is still of the queue that it came from.
        last_value(queues.queue ignore nulls) over carried as queue
    from steps
    left join vocabulary as status
        on status.field = 'status'
        and status.vendor_value = steps.status
    left join vocabulary as priority
        on priority.field = 'priority'
        and priority.vendor_value = steps.priority
    left join queues
        on queues.group_id = {{ salesforce_id('steps.owner_id') }}
    window carried as (
        partition by steps.case_id order by steps.entered_at, steps.step
        rows between unbounded preceding and current row
    )
),

-- Deleted and merged cases: nothing of their history counts after that moment.
with_deletions as (
    select
        states.case_id,
        states.entered_at,
        states.step,
        states.changed_by_id,
        states.status,
        states.priority,
        states.queue
    from states
    union all
    select
        cases.case_id,
        cases.updated_at,
        'z',
        cast(null as varchar),
        'deleted',
        cast(null as varchar),
        cast(null as varchar)
    from cases
    where cases.is_deleted
),

intervals as (
    select
        *,
        lead(entered_at) over (partition by case_id order by entered_at, step) as left_at
    from with_deletions
)

select
    'salesforce:' || intervals.case_id as case_id,
    'salesforce' as source_system,
    intervals.status,
    intervals.entered_at,
    intervals.left_at,
    case when not coalesce(users.is_automation, false) then 'salesforce:' || intervals.changed_by_id end as actor,
    coalesce(users.is_automation, false) as is_automatic,
    intervals.queue,
    intervals.priority
from intervals
left join users
    on users.user_id = intervals.changed_by_id
where intervals.left_at is null
    or intervals.left_at > intervals.entered_at
