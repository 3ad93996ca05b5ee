{#- Events as systems deliver them or else, for each contact without real ones, the states of its queue visits. All are laid out in
    their order, none before the one ahead of it has ended, and wrap-up of all agents behind the conversation: a transferred
    caller waits again while the first agent still talks or writes. Lengths never change, so they add up to the columns. -#}
{{ config(
    materialized='incremental',
    incremental_strategy='delete+insert',
    unique_key='interaction_id',
    on_schema_change='fail',
    pre_hook="{% if is_incremental() %}delete from {{ this }} where interaction_id not in (select interaction_id from {{ ref('interactions') }}){% endif %}",
) }}

with

delivered as (
    {{ union_systems('interaction_events') }}
),

interactions as (
    select
        *,
        channel in ('voice', 'chat') as is_synchronous
    from {{ ref('interactions') }}
    {%- if is_incremental() %}
    where interaction_id in (
        {{ new_or_loaded_again(ref('interactions'), 'interaction_id') }}
    )
        or coalesce(ended_at, timestamp 'infinity')
            >= (select max(entered_at) from {{ this }}) - interval '{{ var('lookback_days', 35) }} days'
    {%- endif %}
),

segments as (
    select *
    from {{ ref('interaction_segments') }}
    semi join interactions using (interaction_id)
),

-- Contacts with real events; those that staging itself has estimated are laid out here, all in the same way.
underivable as (
    select distinct interaction_id
    from delivered
    where not coalesce(is_estimated, false)
),

derivable as (
    select * from interactions
    anti join underivable using (interaction_id)
),

-- Contacts without segments are one visit of themselves.
visits as (
    select
        segments.interaction_id,
        segments.seq,
        segments.queue,
        segments.agent_id,
        segments.queued_at,
        segments.answered_at,
        segments.queue_time_sec,
        segments.ring_time_sec,
        coalesce(segments.talk_time_sec, {{ seconds_between('segments.answered_at', 'segments.left_at') }}) as talk_time_sec,
        segments.talk_time_sec is null as is_talk_unknown,
        segments.hold_time_sec,
        segments.wrap_time_sec,
        segments.outcome = 'answered' as is_answered
    from segments
    semi join derivable using (interaction_id)

    union all

    select
        derivable.interaction_id,
        1,
        derivable.queue,
        derivable.agent_id,
        derivable.queued_at,
        derivable.answered_at,
        coalesce(
            derivable.queue_time_sec,
            {{ seconds_between('derivable.queued_at', 'coalesce(derivable.answered_at, derivable.ended_at)') }}
        ),
        derivable.ring_time_sec,
        coalesce(
            derivable.talk_time_sec,
            case when derivable.is_synchronous then {{ seconds_between('derivable.answered_at', 'derivable.ended_at') }} end,
            0
        ),
        derivable.talk_time_sec is null,
        derivable.hold_time_sec,
        derivable.wrap_time_sec,
        derivable.answered_at is not null
    from derivable
    anti join segments using (interaction_id)
),

-- One row per state: where it belongs, when it would begin by itself, and how long it lasts (NULL: it still does).
states as (
    select
        interaction_id, 0 as visit, 0 as step, 'ivr' as state, cast(null as varchar) as agent_id, cast(null as varchar) as queue,
        ivr_entered_at as begins_at,
        coalesce({{ seconds_between('ivr_entered_at', 'coalesce(ivr_exited_at, queued_at, answered_at, ended_at)') }}, 0) as length_sec,
        ivr_exited_at is null as is_total
    from derivable
    where ivr_entered_at is not null

    union all

    select
        interaction_id, 0, 1, 'bot', null, null, coalesce(ivr_exited_at, started_at),
        coalesce({{ seconds_between('coalesce(ivr_exited_at, started_at)', 'coalesce(handoff_at, queued_at, answered_at, ended_at)') }}, 0),
        handoff_at is null
    from derivable
    where handled_by in ('bot', 'both')

    union all

    select interaction_id, 0, 2, 'handoff', null, null, handoff_at, 0, false
    from derivable
    where handoff_at is not null

    union all

    select interaction_id, seq, 0, 'transferred', null, queue, coalesce(queued_at, answered_at), 0, false
    from visits
    where seq > 1

    union all

    select
        interaction_id, seq, 1, 'queued', null, queue, queued_at,
        queue_time_sec - least(queue_time_sec, coalesce(ring_time_sec, 0)),
        coalesce(ring_time_sec, 0) > 0
    from visits
    where queued_at is not null

    union all

    select interaction_id, seq, 2, 'ringing', agent_id, queue, null, least(queue_time_sec, ring_time_sec), true
    from visits
    where queued_at is not null
        and ring_time_sec > 0

    union all

    select
        interaction_id, seq, 3, 'connected', agent_id, queue, answered_at, talk_time_sec,
        is_talk_unknown or coalesce(hold_time_sec, 0) > 0
    from visits
    where is_answered

    union all

    select interaction_id, seq, 4, 'hold', agent_id, queue, null, hold_time_sec, true
    from visits
    where is_answered
        and hold_time_sec > 0

    union all

    select interaction_id, 1000000 + seq, 5, 'wrap', agent_id, queue, null, wrap_time_sec, true
    from visits
    where is_answered
        and wrap_time_sec > 0

    union all

    select
        delivered.interaction_id,
        case delivered.state when 'wrap' then 1000000 when 'ended' then 2000000 when 'abandoned' then 2000000 else 1 end,
        row_number() over (partition by delivered.interaction_id order by delivered.entered_at, delivered.seq),
        delivered.state,
        delivered.agent_id,
        delivered.queue,
        delivered.entered_at,
        {{ seconds_between(
            'delivered.entered_at',
            'coalesce(delivered.left_at, lead(delivered.entered_at) over (partition by delivered.interaction_id order by delivered.entered_at, delivered.seq))'
        ) }},
        coalesce(delivered.is_estimated, false)
    from delivered
    semi join interactions
        on interactions.interaction_id = delivered.interaction_id
    semi join underivable
        on underivable.interaction_id = delivered.interaction_id
    where delivered.entered_at is not null

    union all

    select
        interaction_id, 2000000, 6, case when outcome = 'abandoned' then 'abandoned' else 'ended' end, null, queue, ended_at, 0, false
    from derivable
    where ended_at is not null
),

-- Laid end to end they would begin at `before`; where one begins later by itself, all that follow move with it.
measured as (
    select
        *,
        epoch_us(begins_at) as begins_us,
        cast(round(1000000 * greatest(length_sec, 0)) as bigint) as length_us,
        coalesce(
            sum(cast(round(1000000 * greatest(coalesce(length_sec, 0), 0)) as bigint)) over (
                in_order rows between unbounded preceding and 1 preceding
            ),
            0
        ) as before_us
    from states
    window in_order as (partition by interaction_id order by visit, step)
),

placed as (
    select
        *,
        cast(before_us + max(begins_us - before_us) over (
            partition by interaction_id order by visit, step rows between unbounded preceding and current row
        ) as bigint) as entered_us,
        row_number() over (partition by interaction_id order by visit, step) as place
    from measured
),

laid_out as (
    select
        interaction_id,
        cast(place as integer) as seq,
        state,
        make_timestamp(entered_us) as entered_at,
        case when state not in ('ended', 'abandoned') then make_timestamp(entered_us + length_us) end as left_at,
        agent_id,
        queue,
        is_total or entered_us is distinct from coalesce(begins_us, entered_us) as is_estimated
    from placed
)

select
    laid_out.interaction_id,
    interactions.source_system,
    laid_out.seq,
    laid_out.state,
    laid_out.entered_at,
    laid_out.left_at,
    laid_out.agent_id,
    laid_out.queue,
    laid_out.is_estimated,
    interactions.loaded_at
from laid_out
inner join interactions
    on interactions.interaction_id = laid_out.interaction_id
