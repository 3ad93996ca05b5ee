{{ config(enabled=system_is_on('five9')) }}

with

-- The call variable holds the answer given at the end of the call; nothing tells who was asked and said nothing.
answered as (
    select
        call_record_id,
        call_id,
        agent_id,
        customer_phone,
        campaign,
        ended_at,
        survey_answer,
        loaded_at
    from {{ ref('stg_five9__calls') }}
    where survey_answer is not null
),

interactions as (
    select
        interaction_id,
        is_test
    from {{ ref('stg_five9__interactions') }}
)

select
    'five9:' || answered.call_record_id as survey_id,
    'five9' as source_system,
    'csat' as kind,
    'touch' as scope,
    'ivr' as delivery,
    answered.ended_at as responded_at,
    answered.survey_answer as raw_score,
    '{{ var("five9_survey_scale") }}' as scale,
    'voice' as channel,
    'five9:' || answered.call_id as interaction_id,
    'five9:' || {{ caller_or_null('answered.customer_phone') }} as party_id,
    'five9:' || answered.agent_id as agent_id,
    interactions.is_test,
    answered.loaded_at,
    {{ not_delivered('surveys', ['sent_at', 'delivered_at', 'bounced', 'weight', 'case_id', 'issue_type']) }}
from answered
inner join interactions
    on interactions.interaction_id = 'five9:' || answered.call_id
