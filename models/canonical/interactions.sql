with

delivered as (
    {{ union_systems('interactions') }}
),

segments as (
    select * from {{ ref('interaction_segments') }}
),

source_systems as (
    select * from {{ ref('source_systems') }}
),

-- A contact that passed through several queues is one row here: its times are sums over its segments, and they are
-- only sums where every answered segment delivers the component.
segment_totals as (
    select
        interaction_id,
        min(queued_at) as queued_at,
        min(answered_at) as answered_at,
        cast(sum(queue_time_sec) as integer) as queue_time_sec,
        cast(sum(ring_time_sec) as integer) as ring_time_sec,
        {% for component in ['talk_time_sec', 'hold_time_sec', 'wrap_time_sec'] -%}
        case
            when bool_and({{ component }} is not null) filter (where outcome = 'answered')
                then cast(sum({{ component }}) filter (where outcome = 'answered') as integer)
        end as {{ component }},
        {% endfor -%}
        cast(count(*) - 1 as integer) as transfer_count
    from segments
    group by interaction_id
),

-- The segment that speaks for the contact: the last one answered or, if none was, the last one.
deciding_segments as (
    select
        interaction_id,
        queue,
        agent_id,
        outcome,
        row_number() over (
            partition by interaction_id
            order by case when outcome = 'answered' then 0 else 1 end, seq desc
        ) as place
    from segments
),

described as (
    select
        delivered.interaction_id,
        delivered.source_system,
        delivered.source_url,
        delivered.channel,
        coalesce(deciding_segments.queue, delivered.queue) as queue,
        delivered.direction,
        delivered.language,
        delivered.issue_type,
        delivered.disposition,
        delivered.party_id,
        delivered.case_id,
        coalesce(deciding_segments.agent_id, delivered.agent_id) as agent_id,
        delivered.handled_by,
        delivered.handoff_at,
        delivered.started_at,
        delivered.ivr_entered_at,
        coalesce(delivered.ivr_exited_at, segment_totals.queued_at) as ivr_exited_at,
        delivered.ivr_path,
        coalesce(segment_totals.queued_at, delivered.queued_at) as queued_at,
        coalesce(segment_totals.answered_at, delivered.answered_at) as answered_at,
        delivered.ended_at,
        coalesce(delivered.local_timezone, source_systems.local_timezone) as local_timezone,
        coalesce(segment_totals.queue_time_sec, delivered.queue_time_sec) as queue_time_sec,
        coalesce(segment_totals.ring_time_sec, delivered.ring_time_sec) as ring_time_sec,
        coalesce(segment_totals.talk_time_sec, delivered.talk_time_sec) as talk_time_sec,
        coalesce(segment_totals.hold_time_sec, delivered.hold_time_sec) as hold_time_sec,
        coalesce(segment_totals.wrap_time_sec, delivered.wrap_time_sec) as wrap_time_sec,
        delivered.concurrency,
        -- Gone before any queue: not an abandon but an exit from the menu.
        case
            when deciding_segments.outcome is not null then deciding_segments.outcome
            when delivered.outcome = 'abandoned' and delivered.queued_at is null then 'ivr_exit'
            else delivered.outcome
        end as outcome,
        delivered.vendor_outcome,
        coalesce(segment_totals.transfer_count, delivered.transfer_count, 0) as transfer_count,
        delivered.resolved_at,
        delivered.cost_center,
        coalesce(delivered.is_test, false) as is_test,
        coalesce(delivered.is_system, false) as is_system,
        delivered.loaded_at
    from delivered
    left join segment_totals
        on segment_totals.interaction_id = delivered.interaction_id
    left join deciding_segments
        on deciding_segments.interaction_id = delivered.interaction_id
        and deciding_segments.place = 1
    left join source_systems
        on source_systems.source_system = delivered.source_system
    where delivered.started_at <= {{ run_start() }}
)

select
    interaction_id,
    source_system,
    source_url,
    channel,
    queue,
    direction,
    language,
    issue_type,
    disposition,
    party_id as customer_id,
    case_id,
    agent_id,
    handled_by,
    handoff_at,
    started_at,
    ivr_entered_at,
    ivr_exited_at,
    ivr_path,
    queued_at,
    answered_at,
    ended_at,
    local_timezone,
    queue_time_sec,
    ring_time_sec,
    talk_time_sec,
    hold_time_sec,
    wrap_time_sec,
    talk_time_sec + hold_time_sec + wrap_time_sec as handle_time_sec,
    talk_time_sec is not null and hold_time_sec is not null and wrap_time_sec is not null as handle_time_complete,
    concurrency,
    outcome,
    vendor_outcome,
    transfer_count,
    resolved_at,
    cost_center,
    is_test,
    is_system,
    loaded_at
from described
