{{ config(enabled=system_is_on('qualtrics')) }}

with

distribution_entries as (
    select unnest(result.elements) as entry
    from {{ source('qualtrics', 'distributions') }}
),

distributions as (
    select
        entry.id as distribution_id,
        coalesce(entry.parentDistributionId, entry.id) as invitation_id,
        entry.requestType as request_type,
        entry.surveyLink.surveyId as survey_id,
        row_number() over (partition by entry.id order by entry.modifiedDate desc) as place
    from distribution_entries
),

history_entries as (
    select distinct unnest(result.elements) as entry
    from {{ source('qualtrics', 'distribution_history') }}
),

-- An invitation and its reminders are one: they share the distribution that started them. Thanks are no invitation.
mails as (
    select
        entry.contactId as contact_id,
        distributions.invitation_id,
        distributions.survey_id,
        entry.status as status,
        entry.sentAt as sent_at,
        entry.responseId as response_id
    from history_entries
    inner join distributions
        on distributions.distribution_id = entry.distributionId
        and distributions.place = 1
    where distributions.request_type <> 'ThankYou'
),

delivery as (
    select * from {{ ref('vocabulary') }} where source_system = 'qualtrics' and field = 'mail_status'
)

select
    mails.invitation_id || '-' || mails.contact_id as invitation_key,
    mails.survey_id,
    mails.contact_id,
    min(mails.sent_at) as sent_at,
    max(mails.response_id) as response_id,
    bool_and(delivery.canonical_value = 'bounced') as bounced,
    string_agg(distinct mails.status, ', ' order by mails.status) as statuses
from mails
left join delivery
    on delivery.vendor_value = mails.status
group by mails.invitation_id, mails.survey_id, mails.contact_id
