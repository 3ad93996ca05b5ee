{{ config(enabled=system_is_on('qualtrics')) }}

with

responses as (
    select * from {{ ref('stg_qualtrics__responses') }}
),

invitations as (
    select * from {{ ref('stg_qualtrics__invitations') }}
),

questions as (
    select * from {{ ref('qualtrics_questions') }}
),

vocabulary as (
    select * from {{ ref('vocabulary') }} where source_system = 'qualtrics'
),

-- Every invitation, and every response that no invitation brought (links, codes on a receipt).
asked as (
    select
        coalesce(invitations.invitation_key, responses.response_id) as survey_key,
        coalesce(invitations.survey_id, responses.survey_id) as survey_id,
        invitations.sent_at,
        coalesce(invitations.bounced, false) as bounced,
        invitations.contact_id,
        responses.response_id,
        responses.answers,
        responses.ended_at,
        coalesce(responses.is_finished, false) as is_finished,
        responses.status,
        responses.distribution_channel,
        responses.case_number,
        responses.agent_number,
        responses.customer_number,
        coalesce(responses.recorded_at, invitations.sent_at) as loaded_at
    from invitations
    full outer join responses
        on responses.response_id = invitations.response_id
),

-- One row per question that counts: a form may ask for satisfaction and recommendation at once.
answered as (
    select
        asked.*,
        questions.question,
        questions.kind,
        questions.scope,
        questions.scale,
        -- Partial responses are recorded days later and are no answer.
        case when asked.is_finished then asked.answers ->> questions.question end as raw_score
    from asked
    inner join questions
        on questions.survey_id = asked.survey_id
)

select
    'qualtrics:' || answered.survey_key || ':' || answered.question as survey_id,
    'qualtrics' as source_system,
    answered.kind,
    answered.scope,
    coalesce(delivery.canonical_value, 'email') as delivery,
    answered.sent_at,
    case when not answered.bounced then answered.sent_at end as delivered_at,
    answered.bounced,
    case when answered.raw_score is not null then answered.ended_at end as responded_at,
    answered.raw_score,
    answered.scale,
    '{{ var("qualtrics_case_system") }}:' || answered.case_number as case_id,
    'qualtrics:' || coalesce(answered.customer_number, answered.contact_id) as party_id,
    '{{ var("qualtrics_case_system") }}:' || answered.agent_number as agent_id,
    coalesce(status.canonical_value = 'not_counted', false)
        or coalesce(answered.distribution_channel = 'preview', false) as is_test,
    answered.loaded_at,
    {{ not_delivered('surveys', ['weight', 'channel', 'interaction_id', 'issue_type']) }}
from answered
left join vocabulary as delivery
    on delivery.field = 'distribution_channel'
    and delivery.vendor_value = answered.distribution_channel
left join vocabulary as status
    on status.field = 'status'
    and status.vendor_value = answered.status
