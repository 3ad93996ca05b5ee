{#- Hours between two moments of the log, which has whole minutes. #}
{%- macro hours(earlier, later) -%}
    ({{ seconds_between(earlier, "date_trunc('minute', " ~ later ~ ")") }} / 3600)
{%- endmacro %}
with

cases as (
    select * from {{ ref('cases') }}
),

-- Before each state, the moment of the resolve that it would undo.
history as (
    select
        *,
        max(entered_at) filter (where status = 'solved') over (
            partition by case_id order by entered_at
            rows between unbounded preceding and 1 preceding
        ) as resolved_before_at
    from {{ ref('case_status_history') }}
),

by_case as (
    select
        case_id,
        max(entered_at) filter (where status = 'solved') as last_solved_at,
        arg_min(status = 'solved' and is_automatic, entered_at) as is_born_solved,
        max(entered_at) filter (where status = 'closed') as last_closed_at,
        bool_or(is_reopen and {{ hours("date_trunc('minute', resolved_before_at)", 'entered_at') }} <= 7 * 24) as is_reopened_within_7_days
    from history
    group by case_id
),

-- What the log's own counters say in the end.
counters as (
    select
        case_id,
        max(case when attribute = 'reopen_count' then cast(value as integer) end) as reopen_count,
        max(case when attribute = 'reassignment_count' then cast(value as integer) end) as reassignment_count,
        bool_or(attribute = 'made_sla' and value = 'true') as made_sla,
        bool_or(attribute = 'contact_type' and value = 'Phone') as by_phone
    from {{ ref('case_attributes') }}
    where unset_at is null
    group by case_id
),

described as (
    select
        cases.*,
        counters.reopen_count as counted_reopens,
        counters.reassignment_count,
        counters.made_sla,
        counters.by_phone,
        by_case.is_reopened_within_7_days,
        -- What an automation opened as resolved has no moment of resolving, in the log as here.
        case
            when not by_case.is_born_solved then {{ hours('cases.created_at', 'by_case.last_solved_at') }}
        end as open_to_resolve_hours,
        {{ hours('cases.created_at', 'cases.resolved_at') }} as open_to_any_resolve_hours,
        {{ hours('cases.created_at', 'by_case.last_closed_at') }} as open_to_close_hours
    from cases
    inner join by_case
        on by_case.case_id = cases.case_id
    inner join counters
        on counters.case_id = cases.case_id
),

first_reopens as (
    select
        history.case_id,
        {{ hours("date_trunc('minute', cases.first_resolved_at)", 'min(history.entered_at)') }} as hours
    from history
    inner join cases
        on cases.case_id = history.case_id
    where history.is_reopen
    group by history.case_id, cases.first_resolved_at
),

totals as (
    select
        count(*) as cases,
        count(*) filter (where counted_reopens > 0) as reopened_by_counter,
        100 * count(*) filter (where counted_reopens > 0) / count(*) as reopened_by_counter_pct,
        sum(counted_reopens) as reopens_by_counter,
        count(*) filter (where reopen_flag) as reopened,
        sum(reopen_count) as reopens,
        count(*) filter (where is_reopened_within_7_days) as reopened_within_7_days,
        (select count(*) from first_reopens where hours <= 7 * 24) as first_reopened_within_7_days,
        count(*) filter (where reassignment_count > 0) as reassigned,
        100 * count(*) filter (where reassignment_count > 0) / count(*) as reassigned_pct,
        count(open_to_resolve_hours) as resolved,
        avg(open_to_resolve_hours) as mean_open_to_resolve_hours,
        median(open_to_resolve_hours) as median_open_to_resolve_hours,
        count(open_to_any_resolve_hours) as resolved_any,
        avg(open_to_any_resolve_hours) as mean_open_to_any_resolve_hours,
        median(open_to_any_resolve_hours) as median_open_to_any_resolve_hours,
        count(open_to_close_hours) as closed,
        avg(open_to_close_hours) as mean_open_to_close_hours,
        median(open_to_close_hours) as median_open_to_close_hours,
        count(*) filter (where priority = 'P1') as p1,
        count(*) filter (where priority = 'P2') as p2,
        count(*) filter (where priority = 'P3') as p3,
        count(*) filter (where priority = 'P4') as p4,
        count(*) filter (where made_sla) as made_sla,
        count(*) filter (where by_phone) as by_phone
    from described
)
{%- set figures = {
    'cases': 'Incidents of the log.',
    'reopened_by_counter': 'Cases whose reopen counter is above zero in the end.',
    'reopened_by_counter_pct': 'Their share of the cases, in per cent.',
    'reopens_by_counter': 'Sum of that counter.',
    'reopened': 'Cases with a step out of solved or closed in their history.',
    'reopens': 'Such steps.',
    'reopened_within_7_days': 'Of the reopened: with a reopen in 7x24 hours after the resolve that it undoes.',
    'first_reopened_within_7_days': 'Of the reopened: the first reopen is in 7x24 hours after the first resolve.',
    'reassigned': 'Cases whose reassignment counter is above zero in the end.',
    'reassigned_pct': 'Their share of the cases, in per cent.',
    'resolved': 'Cases that were resolved, without those that an automation opened as resolved.',
    'mean_open_to_resolve_hours': 'From opening to their last resolve: mean.',
    'median_open_to_resolve_hours': 'The same: median.',
    'resolved_any': 'Cases with a resolved_at by the definition of `cases`: those too, and closing by hand is a resolve.',
    'mean_open_to_any_resolve_hours': 'From opening to that: mean.',
    'median_open_to_any_resolve_hours': 'The same: median.',
    'closed': 'Cases that were closed.',
    'mean_open_to_close_hours': 'From opening to their last closing: mean.',
    'median_open_to_close_hours': 'The same: median.',
    'p1': 'Cases of priority 1 in the end.',
    'p2': 'Cases of priority 2 in the end.',
    'p3': 'Cases of priority 3 in the end.',
    'p4': 'Cases of priority 4 in the end.',
    'made_sla': 'Cases that kept their SLA, by the log.',
    'by_phone': 'Cases reported by phone.',
} %}

{% for figure, meaning in figures.items() -%}
select
    {{ loop.index }} as place,
    '{{ figure }}' as figure,
    cast(round({{ figure }}, 3) as decimal(18, 3)) as value,
    '{{ meaning }}' as meaning
from totals
{{ 'union all' if not loop.last }}
{% endfor -%}
order by place
