{{ config(
    materialized='incremental',
    incremental_strategy='delete+insert',
    unique_key='interaction_id',
    on_schema_change='fail',
    pre_hook="{{ forget_recent('started_at') }}",
) }}

with

delivered as (
    {{ union_systems_of_customers('interactions') }}
),

segments as (
    select * from {{ ref('interaction_segments') }}
),

source_systems as (
    select * from {{ ref('source_systems') }}
),

-- The latest answer of each kind; metrics read surveys.
scores as (
    select
        interaction_id,
        arg_max(score, (responded_at, survey_id)) filter (where kind = 'csat' and responded_at is not null) as csat_score,
        arg_max(score, (responded_at, survey_id)) filter (where kind = 'nps' and responded_at is not null) as nps_score
    from {{ ref('surveys') }}
    where interaction_id is not null
        and responded_at is not null
        and not is_test
    group by interaction_id
),

{% if is_incremental() -%}
-- Rows that are new, were loaded again or belong to another customer by now. As contacts follow one another, they may change what
-- is said of others, unless they are later than all that is known: then those are new themselves.
changed as (
    select
        delivered.interaction_id,
        delivered.customer_id,
        known.customer_id as known_customer_id,
        delivered.case_id,
        known.interaction_id is not null
            or delivered.started_at <= (select max(started_at) from {{ this }}) as concerns_others
    from delivered
    left join {{ this }} as known
        on known.interaction_id = delivered.interaction_id
    where known.interaction_id is null
        or known.loaded_at is distinct from delivered.loaded_at
        or known.customer_id is distinct from delivered.customer_id
),

concerned_customers as (
    select customer_id from changed where concerns_others and customer_id is not null
    union
    select known_customer_id from changed where concerns_others and known_customer_id is not null
),

concerned_cases as (
    select distinct case_id from changed where concerns_others and case_id is not null
),

touched as (
    select interaction_id from changed
    union
    select interaction_id from delivered where customer_id in (select customer_id from concerned_customers)
    union
    select interaction_id from delivered where case_id in (select case_id from concerned_cases)
    union
    select known.interaction_id
    from {{ this }} as known
    left join scores
        on scores.interaction_id = known.interaction_id
    where known.csat_score is distinct from scores.csat_score
        or known.nps_score is distinct from scores.nps_score
    union
    select interaction_id from segments where loaded_at > (select max(loaded_at) from {{ this }})
),

-- Whose contacts have to be looked at, in all their length.
told_again as (
    select
        customer_id,
        case_id
    from delivered
    where interaction_id in (select interaction_id from touched)
),

{% endif -%}
-- Contacts that can follow one another: no test traffic, nothing internal.
contacts as (
    select
        interaction_id,
        customer_id,
        case_id,
        issue_type,
        started_at
    from delivered
    where started_at <= {{ run_start() }}
        and direction <> 'internal'
        and not coalesce(is_test, false)
        and not coalesce(is_system, false)
        and (customer_id is not null or case_id is not null)
    {%- if is_incremental() %}
        and (
            customer_id in (select customer_id from told_again where customer_id is not null)
            or case_id in (select case_id from told_again where case_id is not null)
        )
    {%- endif %}
),

-- When the customer was in contact last: about anything, about the same issue, about an issue that is not known and may be the same.
earlier as (
    select
        *,
        case when customer_id is not null then lag(started_at) over of_customer end as any_before_at,
        case when customer_id is not null then lag(started_at) over of_issue end as same_issue_before_at,
        case when customer_id is not null then
            max(case when issue_type is null then started_at end) over (
                of_customer rows between unbounded preceding and 1 preceding
            )
        end as unknown_issue_before_at,
        case when case_id is not null then lag(started_at) over of_case end as same_case_before_at
    from contacts
    window
        of_customer as (partition by customer_id order by started_at, interaction_id),
        of_issue as (partition by customer_id, issue_type order by started_at, interaction_id),
        of_case as (partition by case_id order by started_at, interaction_id)
),

repeats as (
    select
        interaction_id,
        case
            when customer_id is not null then coalesce(
                case when issue_type is null then any_before_at else greatest(same_issue_before_at, unknown_issue_before_at) end
                    >= started_at - interval '{{ var('repeat_window_hours', 168) }} hours',
                false
            )
        end as is_repeat,
        same_case_before_at is not null as is_same_case
    from earlier
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
        delivered.customer_id,
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
        repeats.is_repeat,
        repeats.is_repeat or repeats.is_same_case as is_follow_up,
        scores.csat_score,
        scores.nps_score,
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
    left join repeats
        on repeats.interaction_id = delivered.interaction_id
    left join scores
        on scores.interaction_id = delivered.interaction_id
    where delivered.started_at <= {{ run_start() }}
    {%- if is_incremental() %}
        and delivered.interaction_id in (select interaction_id from touched)
    {%- endif %}
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
    customer_id,
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
    -- The base of first-contact resolution: identified customers whom a person served.
    case
        when direction = 'inbound' and outcome = 'answered' and handled_by in ('human', 'both') then not is_repeat
    end as first_contact_flag,
    is_follow_up,
    resolved_at,
    csat_score,
    nps_score,
    cost_center,
    is_test,
    is_system,
    loaded_at
from described
