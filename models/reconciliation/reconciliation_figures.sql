{#- Our figures in the grains in which dashboards report: per system and local day or half hour, of one channel and queue or of all
    (NULL). A mean carries what it was divided by, so that days can be put together. -#}

{%- set cuts = [('source_system', 'channel', 'queue'), ('source_system', 'channel'), ('source_system', 'queue'), ('source_system',)] -%}

with

source_systems as (
    select * from {{ ref('source_systems') }}
),

settings as (
    select * from {{ ref('reconciliation_sources') }}
),

visits as (
    select
        segments.source_system,
        segments.channel,
        segments.queue,
        segments.local_date,
        segments.interval_start_at,
        segments.is_offered,
        segments.is_answered,
        segments.is_abandoned,
        segments.is_short_abandon,
        segments.is_answered_within_threshold,
        segments.is_abandoned_within_threshold,
        segments.queue_time_sec,
        handled.handle_time_sec
    from {{ ref('fct_segments') }} as segments
    inner join {{ ref('interaction_segments') }} as handled
        on handled.segment_id = segments.segment_id
    where segments.is_offered
        and segments.channel in ('voice', 'chat')
),

{% for grain, starts in [('day', 'local_date'), ('interval', 'interval_start_at')] -%}
visits_per_{{ grain }} as (
    select
        source_system,
        '{{ grain }}' as grain,
        cast({{ starts }} as timestamp) as starts_at,
        channel,
        queue,
        count(*) as offered,
        count(*) filter (where is_answered) as answered,
        count(*) filter (where is_abandoned) as abandoned,
        count(*) filter (where is_short_abandon) as short_abandoned,
        count(*) filter (where is_answered_within_threshold) as answered_within_threshold,
        count(*) filter (where is_abandoned_within_threshold) as abandoned_within_threshold,
        avg(queue_time_sec) filter (where is_answered) as average_speed_of_answer_sec,
        avg(handle_time_sec) filter (where is_answered) as average_handle_time_sec,
        count(handle_time_sec) filter (where is_answered) as handled,
        grouping(queue) as is_of_all_queues
    from visits
    group by grouping sets (
        {%- for cut in cuts %}
        ({{ (cut + (starts,)) | join(', ') }}){{ ',' if not loop.last }}
        {%- endfor %}
    )
),

{% endfor -%}
visit_counts as (
    select counts.*, settings.service_level, settings.abandonment
    from (
        select * from visits_per_day
        union all
        select * from visits_per_interval
    ) as counts
    left join settings
        on settings.source_system = counts.source_system
    -- Visits without a queue are in the figures of all queues only.
    where counts.queue is not null or counts.is_of_all_queues = 1
),

-- Each dashboard has a formula of its own: ours is laid out by it.
visit_rates as (
    select
        *,
        case coalesce(service_level, 'b')
            {%- for variant in ['a', 'b', 'c', 'd', 'e', 'f'] %}
            when '{{ variant }}' then {{ service_level(variant) }}
            {%- endfor %}
        end as service_level_rate,
        case coalesce(service_level, 'b')
            when 'a' then answered
            when 'c' then offered - abandoned_within_threshold
            when 'f' then offered - short_abandoned
            else offered
        end as service_level_base,
        case coalesce(abandonment, 'all')
            when 'all' then {{ rate('abandoned', 'offered') }}
            when 'short_excluded' then {{ abandonment_rate() }}
        end as abandonment_rate,
        case coalesce(abandonment, 'all')
            when 'short_excluded' then offered - short_abandoned
            else offered
        end as abandonment_base
    from visit_counts
),

case_events as (
    select cases.source_system, cases.channel, cases.queue, 'cases_created' as metric, cases.created_at as happened_at, cast(null as double precision) as seconds
    from {{ ref('cases') }} as cases
    where not cases.is_test

    union all

    select cases.source_system, cases.channel, cases.queue, 'first_response_time_sec', cases.first_response_at, {{ seconds_between('cases.created_at', 'cases.first_response_at') }}
    from {{ ref('cases') }} as cases
    where cases.first_response_at is not null
        and not cases.is_test

    union all

    select cases.source_system, cases.channel, cases.queue, 'cases_solved', history.entered_at, null
    from {{ ref('case_status_history') }} as history
    inner join {{ ref('cases') }} as cases
        on cases.case_id = history.case_id
    where history.status = 'solved'
        and not cases.is_test

    union all

    select cases.source_system, cases.channel, cases.queue, 'cases_reopened', history.entered_at, null
    from {{ ref('case_status_history') }} as history
    inner join {{ ref('cases') }} as cases
        on cases.case_id = history.case_id
    where history.is_reopen
        and not cases.is_test
),

dated_case_events as (
    select
        case_events.*,
        cast(cast({{ to_local('case_events.happened_at', 'source_systems.local_timezone') }} as date) as timestamp) as starts_at
    from case_events
    inner join source_systems
        on source_systems.source_system = case_events.source_system
),

case_figures as (
    select
        source_system,
        'day' as grain,
        starts_at,
        channel,
        queue,
        metric,
        case when metric = 'first_response_time_sec' then avg(seconds) else count(*) end as value,
        count(*) as contacts,
        grouping(queue) as is_of_all_queues
    from dated_case_events
    group by grouping sets (
        {%- for cut in cuts %}
        ({{ (cut + ('starts_at', 'metric')) | join(', ') }}){{ ',' if not loop.last }}
        {%- endfor %}
    )
),

answers as (
    select
        surveys.source_system,
        surveys.kind,
        cast(cast({{ to_local('surveys.responded_at', 'source_systems.local_timezone') }} as date) as timestamp) as starts_at,
        surveys.is_satisfied,
        surveys.nps_class
    from {{ ref('surveys') }} as surveys
    inner join source_systems
        on source_systems.source_system = surveys.source_system
    where surveys.responded_at is not null
        and not surveys.is_test
),

answer_counts as (
    select
        source_system,
        starts_at,
        count(*) as responses,
        count(*) filter (where kind = 'csat') as csat_responses,
        count(*) filter (where kind = 'csat' and is_satisfied) as satisfied,
        count(*) filter (where kind = 'nps') as nps_responses,
        count(*) filter (where nps_class = 'promoter') as promoters,
        count(*) filter (where nps_class = 'detractor') as detractors
    from answers
    group by source_system, starts_at
)

{% for metric, value, weight in [
    ('offered', 'offered', 'offered'),
    ('answered', 'answered', 'answered'),
    ('abandoned', 'abandoned', 'abandoned'),
    ('service_level', 'service_level_rate', 'service_level_base'),
    ('average_speed_of_answer_sec', 'average_speed_of_answer_sec', 'answered'),
    ('average_handle_time_sec', 'average_handle_time_sec', 'handled'),
    ('abandonment_rate', 'abandonment_rate', 'abandonment_base'),
] -%}
select source_system, grain, starts_at, channel, queue, '{{ metric }}' as metric, cast({{ value }} as double precision) as value, {{ weight }} as contacts
from visit_rates

union all

{% endfor -%}
select source_system, grain, starts_at, channel, queue, metric, cast(value as double precision), contacts
from case_figures
where queue is not null or is_of_all_queues = 1

{% for metric, value, weight in [
    ('responses', 'responses', 'responses'),
    ('customer_satisfaction', rate('satisfied', 'csat_responses'), 'csat_responses'),
    ('net_promoter_score', rate('promoters - detractors', 'nps_responses'), 'nps_responses'),
] %}
union all

select source_system, 'day', starts_at, null, null, '{{ metric }}', cast({{ value }} as double precision), {{ weight }}
from answer_counts
{% endfor -%}
