{#- Every fifth call is rated, up to six days after it. -#}
select
    'talkdesk:survey-' || call_no as survey_id,
    'talkdesk' as source_system,
    'csat' as kind,
    'touch' as scope,
    'sms' as delivery,
    started_at + interval '1 hour' as sent_at,
    case when started_at + dice % 7 * interval '1 day' <= timestamp '{{ var("loaded_until") }}'
        then started_at + interval '1 hour' + dice % 7 * interval '1 day' end as responded_at,
    case when started_at + dice % 7 * interval '1 day' <= timestamp '{{ var("loaded_until") }}'
        then cast(1 + dice % 5 as varchar) end as raw_score,
    'csat_1_5' as scale,
    'voice' as channel,
    'talkdesk:' || call_no as interaction_id,
    'talkdesk:party-' || call_no % 300 as party_id,
    case when started_at + dice % 7 * interval '1 day' <= timestamp '{{ var("loaded_until") }}'
        then started_at + interval '1 day' + dice % 7 * interval '1 day' else started_at + interval '1 day' end as loaded_at,
    {{ not_delivered('surveys', ['delivered_at', 'bounced', 'weight', 'case_id', 'agent_id', 'issue_type', 'is_test']) }}
from {{ ref('contacts') }}
where call_no % 5 = 0
