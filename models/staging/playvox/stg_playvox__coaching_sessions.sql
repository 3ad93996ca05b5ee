{{ config(enabled=system_is_on('playvox')) }}

select
    'playvox:' || coachings.coaching_id as coaching_id,
    'playvox' as source_system,
    'playvox:' || coachings.evaluation_id as evaluation_id,
    'playvox:' || coachings.trainee_id as agent_id,
    'playvox:' || coachings.coach_id as coach_id,
    coachings.created_at as opened_at,
    case when status.canonical_value = 'closed' then coalesce(coachings.agreed_at, coachings.updated_at) end as closed_at
from {{ ref('stg_playvox__coachings') }} as coachings
left join {{ ref('vocabulary') }} as status
    on status.source_system = 'playvox'
    and status.field = 'coaching_status'
    and status.vendor_value = coachings.status
