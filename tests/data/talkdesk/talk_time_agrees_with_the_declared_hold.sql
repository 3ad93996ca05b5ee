{{ config(enabled=system_is_on('talkdesk')) }}

-- The vendor does not say whether a contact's talk time includes hold. The clock does: from answer to finish lie talk,
-- hold and wrap. Fails where the seed `source_systems` says otherwise than the export.

with

settings as (
    select talk_includes_hold
    from {{ ref('source_systems') }}
    where source_system = 'talkdesk'
),

answered as (
    select
        contact_id,
        {{ seconds_between('answered_at', 'finished_at') }} as answered_to_finished_sec,
        talk_time_sec,
        hold_time_sec,
        wrap_time_sec
    from {{ ref('stg_talkdesk__contacts') }}
    where answered_at is not null
        and wrap_time_sec is not null
        and hold_time_sec > 0
)

select answered.*
from answered
cross join settings
where abs(
    answered.answered_to_finished_sec - answered.talk_time_sec - answered.wrap_time_sec
    - case when settings.talk_includes_hold then 0 else answered.hold_time_sec end
) > 1
