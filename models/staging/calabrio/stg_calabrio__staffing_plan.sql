{{ config(enabled=system_is_on('calabrio')) }}

with

-- Who is on the phone by the schedule; the schedule knows no skills, so it is told per channel only.
required as (
    select
        source_system,
        version,
        channel,
        queue,
        interval_start_at,
        interval_sec
    from {{ ref('stg_calabrio__forecasts') }}
)

select
    required.source_system,
    required.version,
    required.channel,
    required.queue,
    required.interval_start_at,
    required.interval_sec,
    intervals.agents as required_agents,
    {{ not_delivered('staffing_plan', ['scheduled_agents']) }}
from required
inner join {{ ref('stg_calabrio__forecast_intervals') }} as intervals
    on 'calabrio-' || intervals.made_on = required.version
    and intervals.starts_at = required.interval_start_at
inner join {{ ref('vocabulary') }} as skill
    on skill.source_system = 'calabrio'
    and skill.field = 'skill'
    and skill.vendor_value = intervals.skill
    and skill.canonical_value = required.queue
