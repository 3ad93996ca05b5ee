with

interactions as (
    {{ union_systems('interactions') }}
),

interaction_segments as (
    {{ union_systems('interaction_segments') }}
),

cases as (
    {{ union_systems('cases') }}
),

case_status_history as (
    {{ union_systems('case_status_history') }}
),

dated as (
    select 'interactions' as object, source_system, started_at as dated_at from interactions
    union all
    select 'interaction_segments', source_system, coalesce(queued_at, left_at) from interaction_segments
    union all
    select 'cases', source_system, created_at from cases
    union all
    select 'case_status_history', source_system, entered_at from case_status_history
)

select
    object,
    source_system,
    count(*) as delivered_rows,
    -- Without a date or dated after the run's start.
    count(*) filter (where dated_at is null or dated_at > {{ run_start() }}) as rejected_rows
from dated
group by object, source_system
