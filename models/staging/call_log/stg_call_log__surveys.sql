{{ config(enabled=system_is_on('call_log')) }}

with

-- One answer per call: that of the last visit that has one.
answers as (
    select
        call_id,
        arg_max(csat_score, seq) as csat_score,
        max(ended_at) as ended_at,
        max(loaded_at) as loaded_at
    from {{ ref('stg_call_log__visits') }}
    where csat_score is not null
    group by call_id
),

interactions as (
    select * from {{ ref('stg_call_log__interactions') }}
)

select
    'call_log:' || answers.call_id as survey_id,
    'call_log' as source_system,
    'csat' as kind,
    'touch' as scope,
    '{{ var("call_log_survey_delivery") }}' as delivery,
    answers.ended_at as responded_at,
    answers.csat_score as raw_score,
    '{{ var("call_log_survey_scale") }}' as scale,
    interactions.channel,
    interactions.interaction_id,
    interactions.case_id,
    interactions.party_id,
    interactions.agent_id,
    interactions.issue_type,
    interactions.is_test,
    answers.loaded_at,
    {{ not_delivered('surveys', ['sent_at', 'delivered_at', 'bounced', 'weight']) }}
from answers
inner join interactions
    on interactions.interaction_id = 'call_log:' || answers.call_id
