{#- How far our figure is from the dashboard's: as a share of the dashboard's, or for shares as their difference. -#}
{% macro reconciliation_difference(ours, native, comparison) -%}
    case {{ comparison }}
        when 'points' then {{ ours }} - {{ native }}
        when 'relative' then case when {{ ours }} = {{ native }} then 0 else ({{ ours }} - {{ native }}) / nullif({{ native }}, 0) end
    end
{%- endmacro %}


{#- The sheet of `tally reconcile`: the last days that a system's dashboard reported, put together per channel, queue and metric,
    with a verdict. A row is gated where its metric is and there are enough contacts; it passes where it and every gated day in it
    is within its tolerance. -#}
{% macro reconciliation_sheet(source_system, days) %}
    with

    cells as (
        select * from {{ ref('reconciliation') }} where source_system = '{{ source_system }}' and grain = 'day'
    ),

    trial as (
        select max(starts_at) as ends_on
        from cells
    ),

    within as (
        select
            cells.*,
            cast(trial.ends_on as date) - {{ days }} + 1 as starts_on,
            cast(trial.ends_on as date) as ends_on
        from cells
        cross join trial
        where cells.starts_at > trial.ends_on - interval '{{ days }} days'
    ),

    totals as (
        select
            channel,
            queue,
            metric,
            min(comparison) as comparison,
            min(tolerance) as tolerance,
            count(*) as days,
            count(*) filter (where is_gated) as gated_days,
            count(*) filter (where is_gated and not is_within_tolerance) as failed_days,
            case min(combine)
                when 'sum' then sum(ours)
                when 'mean' then sum(ours * our_contacts) / nullif(sum(our_contacts) filter (where ours is not null), 0)
            end as ours,
            case min(combine)
                when 'sum' then sum(native)
                when 'mean' then sum(native * native_contacts) / nullif(sum(native_contacts) filter (where native is not null), 0)
            end as native,
            sum(native_contacts) as contacts,
            min(reason) as reason,
            min(starts_on) as first_day,
            min(ends_on) as last_day
        from within
        group by channel, queue, metric
    ),

    judged as (
        select
            totals.*,
            {{ reconciliation_difference('totals.ours', 'totals.native', 'totals.comparison') }} as difference,
            rules.is_gated and coalesce(totals.contacts, 0) >= {{ var('reconciliation_minimum_contacts', 100) }} as is_gated
        from totals
        inner join {{ ref('reconciliation_metrics') }} as rules
            on rules.metric = totals.metric
    )

    select
        coalesce(channel, 'all') as channel,
        coalesce(queue, 'all') as queue,
        metric,
        round(ours, 4) as ours,
        round(native, 4) as native,
        -- Plus 0: no minus before a zero.
        round(100 * difference, 2) + 0 as difference_percent,
        100 * tolerance as tolerance_percent,
        contacts,
        days,
        failed_days,
        case
            when failed_days > 0 then 'fail'
            when not is_gated then case when coalesce(abs(difference) <= tolerance + 1e-9, false) then 'agrees' else 'differs' end
            when coalesce(abs(difference) <= tolerance + 1e-9, false) then 'pass'
            else 'fail'
        end as verdict,
        reason,
        first_day,
        last_day
    from judged
    order by channel, queue, metric
{% endmacro %}
