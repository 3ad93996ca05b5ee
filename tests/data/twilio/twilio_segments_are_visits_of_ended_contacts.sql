{{ config(enabled=system_is_on('twilio')) }}

-- Each visit of a call or chat that has ended is one segment: none is lost, none comes twice.

with

expected as (
    select 'twilio:' || visits.visit_id as segment_id
    from {{ ref('stg_twilio__visits') }} as visits
    inner join {{ ref('stg_twilio__contacts') }} as contacts
        on contacts.contact_id = visits.contact_id
    where contacts.is_ended
        and contacts.channel in ('voice', 'chat')
)

select
    coalesce(expected.segment_id, segments.segment_id) as segment_id
from expected
full outer join {{ ref('stg_twilio__interaction_segments') }} as segments
    on segments.segment_id = expected.segment_id
where expected.segment_id is null
    or segments.segment_id is null
