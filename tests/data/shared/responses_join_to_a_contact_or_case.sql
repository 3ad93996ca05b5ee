-- At least 95 % of the answers about a contact can be joined to a contact or case, those left out that name a system which is off.

with

answers as (
    select
        interactions.interaction_id is not null or cases.case_id is not null as is_joined
    from {{ ref('surveys') }} as surveys
    left join {{ ref('interactions') }} as interactions
        on interactions.interaction_id = surveys.interaction_id
    left join {{ ref('cases') }} as cases
        on cases.case_id = surveys.case_id
    where surveys.responded_at is not null
        and surveys.scope = 'touch'
        and not surveys.is_test
        and {{ can_be_joined(['surveys.interaction_id', 'surveys.case_id'], ['interactions', 'cases']) }}
),

counted as (
    select
        count(*) as answers,
        count(*) filter (where is_joined) as joined
    from answers
)

select *
from counted
where joined < 0.95 * answers
