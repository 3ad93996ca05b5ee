{{ config(enabled=system_is_on('klaus')) }}

with

people as (
    select reviewee_email as email, reviewee_name as name, reviewee_group as team, created_at as seen_at, review_id
    from {{ ref('stg_klaus__reviews') }}

    union all

    select reviewer_email, reviewer_name, null, created_at, review_id
    from {{ ref('stg_klaus__reviews') }}

    union all

    select reviewer_email, null, null, created_at, review_id
    from {{ ref('stg_klaus__calibration_reviews') }}
)

select
    'klaus:' || email as agent_id,
    'klaus' as source_system,
    coalesce(arg_max(name, (seen_at, review_id)), email) as name,
    email,
    arg_max(team, (seen_at, review_id)) as team
from people
group by email
