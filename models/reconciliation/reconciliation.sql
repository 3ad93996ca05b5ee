with

native as (
    select
        source_system,
        'day' as grain,
        cast(local_date as timestamp) as starts_at,
        channel,
        queue,
        metric,
        value,
        contacts
    from {{ ref('native_daily') }}

    {% for metric, weight in [
        ('offered', 'offered'), ('answered', 'answered'), ('abandoned', 'abandoned'), ('service_level', 'offered'),
        ('average_speed_of_answer_sec', 'answered'), ('average_handle_time_sec', 'answered'),
    ] -%}
    union all

    select
        source_system,
        'interval',
        interval_start_at,
        channel,
        queue,
        '{{ metric }}',
        cast({{ metric }} as double precision),
        {{ weight }}
    from {{ ref('native_intervals') }}
    where {{ metric }} is not null
        -- Half hours are what is counted here.
        and interval_sec = 1800

    {% endfor -%}
),

figures as (
    select * from {{ ref('reconciliation_figures') }}
),

rules as (
    select * from {{ ref('reconciliation_metrics') }}
),

compared as (
    select
        native.source_system,
        native.grain,
        native.starts_at,
        native.channel,
        native.queue,
        native.metric,
        rules.combine,
        -- Nothing counted is a count of nothing; a mean of nothing is not known.
        case when rules.combine = 'sum' then coalesce(figures.value, 0) else figures.value end as ours,
        coalesce(figures.contacts, 0) as our_contacts,
        native.value as native,
        native.contacts as native_contacts,
        rules.comparison,
        rules.tolerance,
        rules.is_gated and native.grain = 'day' and coalesce(native.contacts, 0) >= {{ var('reconciliation_minimum_contacts', 100) }} as is_gated
    from native
    inner join rules
        on rules.metric = native.metric
    left join figures
        on figures.source_system = native.source_system
        and figures.grain = native.grain
        and figures.starts_at = native.starts_at
        and figures.channel is not distinct from native.channel
        and figures.queue is not distinct from native.queue
        and figures.metric = native.metric
),

differences as (
    select
        *,
        {{ reconciliation_difference('ours', 'native', 'comparison') }} as difference
    from compared
),

reasons as (
    select
        differences.source_system,
        differences.grain,
        differences.starts_at,
        differences.channel,
        differences.queue,
        differences.metric,
        string_agg(reasons.reason, ' ' order by reasons.reason) as reason
    from differences
    inner join {{ ref('reconciliation_reasons') }} as reasons
        on reasons.source_system = differences.source_system
        and reasons.metric = differences.metric
        and cast(differences.starts_at as date) >= coalesce(reasons.from_date, date '1900-01-01')
        and cast(differences.starts_at as date) <= coalesce(reasons.to_date, date '9999-12-31')
    group by all
)

select
    differences.source_system,
    differences.grain,
    differences.starts_at,
    differences.channel,
    differences.queue,
    differences.metric,
    differences.combine,
    differences.ours,
    differences.our_contacts,
    differences.native,
    differences.native_contacts,
    differences.difference,
    differences.comparison,
    differences.tolerance,
    differences.is_gated,
    coalesce(abs(differences.difference) <= differences.tolerance + 1e-9, false) as is_within_tolerance,
    reasons.reason
from differences
left join reasons
    on reasons.source_system = differences.source_system
    and reasons.grain = differences.grain
    and reasons.starts_at = differences.starts_at
    and reasons.channel is not distinct from differences.channel
    and reasons.queue is not distinct from differences.queue
    and reasons.metric = differences.metric
