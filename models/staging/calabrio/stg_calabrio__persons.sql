{{ config(enabled=system_is_on('calabrio')) }}

with

entries as (
    select
        filename,
        unnest("Result") as entry
    from {{ source('calabrio', 'wfm_persons') }}
),

ranked as (
    select
        entry."Id" as person_id,
        lower(entry."Email") as email,
        concat_ws(' ', entry."FirstName", entry."LastName") as name,
        entry."TeamId" as team_id,
        row_number() over (partition by entry."Id" order by filename desc) as place
    from entries
)

select
    person_id,
    email,
    name,
    team_id
from ranked
where place = 1
