{{ config(enabled=system_is_on('talkdesk')) }}

-- The wait that the vendor reports is the time from entering the queue to the answer.

select
    segment_id,
    queued_at,
    answered_at,
    queue_time_sec
from {{ ref('interaction_segments') }}
where source_system = 'talkdesk'
    and queued_at is not null
    and answered_at is not null
    and abs({{ seconds_between('queued_at', 'answered_at') }} - queue_time_sec) > 1
