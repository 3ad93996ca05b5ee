{{ config(enabled=system_is_on('salesforce')) }}

with

scored as (
    select * from {{ ref('stg_salesforce__case') }} where csat_score is not null
),

cases as (
    select * from {{ ref('stg_salesforce__cases') }}
),

-- The answer's moment, if the field is tracked.
answers as (
    select
        case_id,
        max(changed_at) as responded_at
    from {{ ref('stg_salesforce__case_history') }}
    where field = '{{ var('salesforce_csat_field') }}'
        and new_value is not null
    group by case_id
)

select
    cases.case_id || ':csat' as survey_id,
    'salesforce' as source_system,
    'csat' as kind,
    'touch' as scope,
    'email' as delivery,
    coalesce(answers.responded_at, scored.updated_at) as responded_at,
    scored.csat_score as raw_score,
    '{{ var('salesforce_csat_scale') }}' as scale,
    cases.channel,
    cases.case_id,
    cases.party_id,
    cases.assignee as agent_id,
    cases.issue_type,
    cases.is_test,
    scored.loaded_at,
    {{ not_delivered('surveys', ['sent_at', 'delivered_at', 'bounced', 'weight', 'interaction_id']) }}
from scored
inner join cases
    on cases.case_id = 'salesforce:' || scored.case_id
left join answers
    on answers.case_id = scored.case_id
