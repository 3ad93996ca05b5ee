{{ config(enabled=system_is_on('intercom')) }}

with

asked as (
    select * from {{ ref('stg_intercom__conversations') }} where rating_asked_at is not null
),

cases as (
    select * from {{ ref('stg_intercom__cases') }}
)

-- One per conversation: a rating asked for again replaces the one before.
select
    cases.case_id || ':rating' as survey_id,
    'intercom' as source_system,
    'csat' as kind,
    'touch' as scope,
    'in_app' as delivery,
    asked.rating_asked_at as sent_at,
    case when asked.rating is not null then coalesce(asked.rating_updated_at, asked.rating_asked_at) end as responded_at,
    cast(asked.rating as varchar) as raw_score,
    'csat_1_5' as scale,
    cases.channel,
    cases.case_id,
    cases.party_id,
    'intercom:' || asked.rated_admin_id as agent_id,
    cases.issue_type,
    cases.is_test,
    asked.loaded_at,
    {{ not_delivered('surveys', ['delivered_at', 'bounced', 'weight', 'interaction_id']) }}
from asked
inner join cases
    on cases.case_id = 'intercom:' || asked.conversation_id
