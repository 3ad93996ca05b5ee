{{ config(enabled=system_is_on('delighted')) }}

with

responses as (
    select * from {{ ref('stg_delighted__survey_responses') }}
),

invitations as (
    select * from {{ ref('stg_delighted__invitations') }}
),

vocabulary as (
    select * from {{ ref('vocabulary') }} where source_system = 'delighted'
),

test_identifiers as (
    select * from {{ ref('test_identifiers') }} where source_system = 'delighted'
),

-- A response belongs to the latest sending before it; of several to one sending the first does.
answered as (
    select
        responses.*,
        invitations.sent_at,
        invitations.bounced,
        row_number() over (
            partition by responses.person_id, invitations.sent_at
            order by responses.responded_at, responses.response_id
        ) as place
    from responses
    left join invitations
        on invitations.person_id = responses.person_id
        and invitations.sent_at <= responses.responded_at
        and responses.responded_at < coalesce(invitations.next_sent_at, timestamp 'infinity')
),

-- Responses to no known sending (a link, a kiosk, a copy of people not taken) stay, without an invitation.
responded as (
    select
        response_id,
        person_id,
        survey_type,
        score,
        responded_at,
        updated_at,
        customer_number,
        case_number,
        agent_number,
        delivery,
        tags,
        case when place = 1 then sent_at end as sent_at,
        case when place = 1 then bounced end as bounced
    from answered
),

unanswered as (
    select
        invitations.person_id,
        invitations.sent_at,
        invitations.bounced
    from invitations
    left join responded
        on responded.person_id = invitations.person_id
        and responded.sent_at = invitations.sent_at
    where responded.person_id is null
),

invited as (
    select
        coalesce(person_id || '-' || epoch(sent_at)::bigint, response_id) as survey_key,
        survey_type,
        sent_at,
        bounced,
        responded_at,
        score,
        case_number,
        agent_number,
        customer_number,
        person_id,
        delivery,
        tags,
        updated_at as loaded_at
    from responded

    union all

    select
        person_id || '-' || epoch(sent_at)::bigint,
        '{{ var("delighted_survey_type") }}',
        sent_at,
        bounced,
        null,
        null,
        null,
        null,
        null,
        person_id,
        null,
        [],
        sent_at
    from unanswered
)

select
    'delighted:' || invited.survey_key as survey_id,
    'delighted' as source_system,
    kind.canonical_value as kind,
    case when invited.case_number is not null then 'touch' else 'relationship' end as scope,
    coalesce(delivery.canonical_value, 'email') as delivery,
    invited.sent_at,
    case when not invited.bounced then invited.sent_at end as delivered_at,
    coalesce(invited.bounced, false) as bounced,
    invited.responded_at,
    cast(invited.score as varchar) as raw_score,
    scale.canonical_value as scale,
    '{{ var("delighted_case_system") }}:' || invited.case_number as case_id,
    'delighted:' || invited.person_id as party_id,
    '{{ var("delighted_case_system") }}:' || invited.agent_number as agent_id,
    test_identifiers.value is not null as is_test,
    invited.loaded_at,
    {{ not_delivered('surveys', ['weight', 'channel', 'interaction_id', 'issue_type']) }}
from invited
left join vocabulary as kind
    on kind.field = 'survey_type'
    and kind.vendor_value = invited.survey_type
left join vocabulary as scale
    on scale.field = 'scale'
    and scale.vendor_value = invited.survey_type
left join vocabulary as delivery
    on delivery.field = 'delivery'
    and delivery.vendor_value = invited.delivery
left join test_identifiers
    on test_identifiers.kind = 'tag'
    and list_contains(invited.tags, test_identifiers.value)
