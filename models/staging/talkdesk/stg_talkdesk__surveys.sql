{{ config(enabled=system_is_on('talkdesk')) }}

with

calls as (
    select * from {{ ref('stg_talkdesk__calls') }}
),

interactions as (
    select * from {{ ref('stg_talkdesk__interactions') }}
)

-- The report knows answers only: whom else it asked it does not say.
select
    'talkdesk:' || calls.call_id as survey_id,
    'talkdesk' as source_system,
    'csat' as kind,
    'touch' as scope,
    '{{ var("talkdesk_survey_delivery") }}' as delivery,
    calls.csat_responded_at as responded_at,
    cast(calls.csat_score as varchar) as raw_score,
    'csat_1_5' as scale,
    'voice' as channel,
    interactions.interaction_id,
    interactions.party_id,
    interactions.agent_id,
    interactions.is_test,
    calls.loaded_at,
    {{ not_delivered('surveys', ['sent_at', 'delivered_at', 'bounced', 'weight', 'case_id', 'issue_type']) }}
from calls
inner join interactions
    on interactions.interaction_id = 'talkdesk:' || calls.call_id
where calls.csat_score is not null
