{{ config(enabled=system_is_on('playvox')) }}

with

entries as (
    select unnest(result) as entry
    from {{ source('playvox', 'coachings') }}
),

renamed as (
    select
        entry._id as coaching_id,
        entry.trainee_id as trainee_id,
        -- One coach, or a list of them.
        case when json_type(entry.coach_id) = 'ARRAY' then entry.coach_id ->> '$[0]' else entry.coach_id ->> '$' end as coach_id,
        entry.evaluation_ids[1] as evaluation_id,
        entry.status as status,
        entry.created_at as created_at,
        entry.trainee_agree_date as agreed_at,
        entry.updated_at as updated_at
    from entries
),

ranked as (
    select
        *,
        row_number() over (partition by coaching_id order by updated_at desc) as place
    from renamed
)

select
    coaching_id,
    trainee_id,
    coach_id,
    evaluation_id,
    status,
    created_at,
    agreed_at,
    updated_at
from ranked
where place = 1
