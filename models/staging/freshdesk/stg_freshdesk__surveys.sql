{{ config(enabled=system_is_on('freshdesk')) }}

with

ratings as (
    select * from {{ ref('stg_freshdesk__satisfaction_ratings') }}
),

cases as (
    select * from {{ ref('stg_freshdesk__cases') }}
)

select
    'freshdesk:' || ratings.rating_id as survey_id,
    'freshdesk' as source_system,
    'csat' as kind,
    'touch' as scope,
    'email' as delivery,
    ratings.created_at as responded_at,
    cast(ratings.score as varchar) as raw_score,
    'freshdesk_103' as scale,
    cases.channel,
    'freshdesk:' || ratings.ticket_id as case_id,
    'freshdesk:' || ratings.user_id as party_id,
    'freshdesk:' || ratings.agent_id as agent_id,
    cases.issue_type,
    coalesce(cases.is_test, false) as is_test,
    ratings.updated_at as loaded_at,
    -- The API tells answers, never invitations: no response rate can be had from here.
    {{ not_delivered('surveys', ['sent_at', 'delivered_at', 'bounced', 'weight', 'interaction_id']) }}
from ratings
left join cases
    on cases.case_id = 'freshdesk:' || ratings.ticket_id
