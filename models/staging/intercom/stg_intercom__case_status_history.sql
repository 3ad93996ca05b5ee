{{ config(enabled=system_is_on('intercom')) }}

with

conversations as (
    select * from {{ ref('stg_intercom__conversations') }}
),

parts as (
    select * from {{ ref('stg_intercom__conversation_parts') }}
),

vocabulary as (
    select * from {{ ref('vocabulary') }} where source_system = 'intercom'
),

logged as (
    select
        parts.conversation_id,
        parts.created_at as entered_at,
        parts.part_id as step,
        parts.author_type,
        parts.author_id,
        -- A close, a snooze or a reopening by its kind, for its state may be that of before; anything else by its state.
        case effect.canonical_value when 'unchanged' then state.canonical_value else effect.canonical_value end as status,
        parts.team_queue
    from parts
    left join vocabulary as effect
        on effect.field = 'part_type'
        and effect.vendor_value = parts.part_type
    left join vocabulary as state
        on state.field = 'state'
        and state.vendor_value = parts.state
),

lasts as (
    select
        conversation_id,
        max(entered_at) as last_entered_at,
        arg_max(status, (entered_at, step)) filter (where status is not null) as last_status
    from logged
    group by conversation_id
),

steps as (
    select
        conversation_id,
        created_at as entered_at,
        '' as step,
        cast(null as varchar) as author_type,
        cast(null as varchar) as author_id,
        'open' as status,
        cast(null as varchar) as team_queue
    from conversations
    union all
    select conversation_id, entered_at, step, author_type, author_id, status, team_queue
    from logged
    union all
    -- What the parts do not tell, the conversation does.
    select
        conversations.conversation_id,
        greatest(
            case when conversations.state = 'closed' then coalesce(conversations.last_close_at, conversations.updated_at)
                else conversations.updated_at end,
            coalesce(lasts.last_entered_at, conversations.created_at)
        ),
        'last',
        cast(null as varchar),
        cast(null as varchar),
        state.canonical_value,
        cast(null as varchar)
    from conversations
    left join lasts
        on lasts.conversation_id = conversations.conversation_id
    left join vocabulary as state
        on state.field = 'state'
        and state.vendor_value = conversations.state
    where coalesce(lasts.last_status, 'open') <> state.canonical_value
),

states as (
    select
        conversation_id,
        entered_at,
        step,
        author_type,
        author_id,
        last_value(status ignore nulls) over carried as status,
        last_value(team_queue ignore nulls) over carried as team_queue
    from steps
    window carried as (
        partition by conversation_id order by entered_at, step
        rows between unbounded preceding and current row
    )
),

-- Most parts are messages: only what changes the state or the team begins an interval.
changes as (
    select
        *,
        lag(status) over in_order is distinct from status or lag(team_queue) over in_order is distinct from team_queue as is_change
    from states
    window in_order as (partition by conversation_id order by entered_at, step)
),

intervals as (
    select
        *,
        lead(entered_at) over (partition by conversation_id order by entered_at, step) as left_at
    from changes
    where is_change
)

select
    'intercom:' || intervals.conversation_id as case_id,
    'intercom' as source_system,
    intervals.status,
    intervals.entered_at,
    intervals.left_at,
    case when intervals.author_type <> 'bot' then 'intercom:' || intervals.author_id end as actor,
    coalesce(intervals.author_type = 'bot', false) as is_automatic,
    queue.canonical_value as queue,
    -- Whether a conversation is marked is told as of now only.
    {{ not_delivered('case_status_history', ['priority']) }}
from intervals
left join vocabulary as queue
    on queue.field = 'team_queue'
    and queue.vendor_value = intervals.team_queue
where intervals.left_at is null
    or intervals.left_at > intervals.entered_at
