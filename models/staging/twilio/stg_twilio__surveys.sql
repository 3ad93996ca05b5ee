{{ config(enabled=system_is_on('twilio')) }}

with

interactions as (
    select * from {{ ref('stg_twilio__interactions') }}
),

tasks as (
    select * from {{ ref('stg_twilio__tasks') }}
),

-- The answer is put into the attributes of the task: it was given when they first had it.
answers as (
    select
        tasks.contact_id,
        {{ task_attribute('events.task_attributes', 'twilio_survey_attribute') }} as answer,
        events.occurred_at,
        events.loaded_at
    from {{ ref('stg_twilio__events') }} as events
    inner join tasks
        on tasks.task_id = events.task_id
),

latest as (
    select
        contact_id,
        arg_max(answer, occurred_at) as answer,
        min(occurred_at) as answered_at,
        max(loaded_at) as loaded_at
    from answers
    where answer is not null
    group by contact_id
)

select
    'twilio:' || latest.contact_id as survey_id,
    'twilio' as source_system,
    'csat' as kind,
    'touch' as scope,
    case interactions.channel when 'voice' then 'ivr' when 'email' then 'email' when 'messaging' then 'sms' else 'in_app' end as delivery,
    date_trunc('second', latest.answered_at) as responded_at,
    latest.answer as raw_score,
    '{{ var("twilio_survey_scale") }}' as scale,
    interactions.channel,
    interactions.interaction_id,
    interactions.case_id,
    interactions.party_id,
    interactions.agent_id,
    interactions.issue_type,
    interactions.is_test,
    latest.loaded_at,
    {{ not_delivered('surveys', ['sent_at', 'delivered_at', 'bounced', 'weight']) }}
from latest
inner join interactions
    on interactions.interaction_id = 'twilio:' || latest.contact_id
