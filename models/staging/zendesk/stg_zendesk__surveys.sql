{{ config(enabled=system_is_on('zendesk')) }}

with

cases as (
    select * from {{ ref('stg_zendesk__cases') }}
),

-- A ticket is asked once per solve; each offer is a rating of its own.
ratings as (
    select * from {{ ref('stg_zendesk__satisfaction_ratings') }} where score <> 'unoffered'
)

select
    'zendesk:' || ratings.rating_id as survey_id,
    'zendesk' as source_system,
    'csat' as kind,
    'touch' as scope,
    'email' as delivery,
    ratings.created_at as sent_at,
    case when ratings.score <> 'offered' then ratings.updated_at end as responded_at,
    case when ratings.score <> 'offered' then ratings.score end as raw_score,
    'good_bad' as scale,
    cases.channel,
    cases.case_id,
    'zendesk:' || ratings.requester_id as party_id,
    'zendesk:' || ratings.assignee_id as agent_id,
    cases.issue_type,
    coalesce(cases.is_test, false) as is_test,
    ratings.updated_at as loaded_at,
    {{ not_delivered('surveys', ['delivered_at', 'bounced', 'weight', 'interaction_id']) }}
from ratings
left join cases
    on cases.case_id = 'zendesk:' || ratings.ticket_id
