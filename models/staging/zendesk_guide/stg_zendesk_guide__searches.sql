{{ config(enabled=system_is_on('zendesk_guide')) }}

select distinct
    "Search date" as searched_on,
    lower(trim("Search query")) as query,
    "Search locale" as locale,
    "Search channel" as channel,
    "Searches" as searches,
    "Searches with no results" as without_result,
    -- The vendor counts a search without a result as one without a click as well.
    "Searches with no clicks" - "Searches with no results" as without_click,
    "Tickets created" as tickets_created
from {{ source('zendesk_guide', 'searches') }}
