{{ config(enabled=system_is_on('zendesk_guide')) }}

select distinct
    "Date" as captured_on,
    "Ticket ID" as ticket_id,
    "Article ID" as article_id,
    "Article locale" as locale,
    "Knowledge capture action" as action
from {{ source('zendesk_guide', 'knowledge_capture') }}
