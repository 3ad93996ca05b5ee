{{ config(enabled=system_is_on('zendesk_guide')) }}

with

searches as (
    select * from {{ ref('stg_zendesk_guide__searches') }}
),

misses as (
    select searched_on as missed_on, 'no_result' as kind, null as article_id, query as topic, null as ticket_id, locale, channel, without_result as occurrences
    from searches
    where without_result > 0

    union all

    select searched_on, 'no_click', null, query, null, locale, channel, without_click
    from searches
    where without_click > 0

    union all

    select searched_on, 'contact_after_search', null, query, null, locale, channel, tickets_created
    from searches
    where tickets_created > 0

    union all

    select captured_on, 'flagged', article_id, null, ticket_id, locale, null, 1
    from {{ ref('stg_zendesk_guide__knowledge_capture') }}
    where action = 'Flagged'
)

select
    'zendesk_guide:' || concat_ws(':', missed_on, kind, article_id, topic, ticket_id, locale, channel) as miss_id,
    'zendesk_guide' as source_system,
    kind,
    'zendesk_guide:' || article_id as article_id,
    topic,
    {{ to_utc('cast(missed_on as timestamp)', "'" ~ var('zendesk_guide_timezone') ~ "'") }} as occurred_at,
    'zendesk:' || ticket_id as case_id,
    occurrences,
    {{ not_delivered('kb_misses', ['interaction_id']) }}
from misses
