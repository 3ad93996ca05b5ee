{{ config(enabled=system_is_on('calabrio')) }}

with

entries as (
    select
        filename,
        unnest("Result") as entry
    from {{ source('calabrio', 'wfm_schedules') }}
),

-- A changed day comes again whole: the latest pull of a person's day replaces the ones before.
days as (
    select
        entry."PersonId" as person_id,
        entry."Date" as shift_date,
        entry."Shift" as layers,
        row_number() over (partition by entry."PersonId", entry."Date" order by filename desc) as place
    from entries
),

layers as (
    select
        person_id,
        shift_date,
        unnest(layers) as layer
    from days
    where place = 1
)

select distinct
    person_id,
    shift_date,
    layer."Period"."StartTime" as starts_at,
    layer."Period"."EndTime" as ends_at,
    layer."Name" as name,
    layer."ActivityId" as activity_id,
    layer."AbsenceId" as absence_id
from layers
