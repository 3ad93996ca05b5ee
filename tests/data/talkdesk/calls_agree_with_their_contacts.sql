{{ config(enabled=system_is_on('talkdesk')) }}

-- Talk time of the `calls` report includes hold, that of `contacts` does not; with that they are the same seconds. Also
-- holds the unit of durations: a file read in the wrong unit cannot agree.

with

contacts as (
    select
        call_id,
        sum(talk_time_sec + hold_time_sec) as talk_and_hold_time_sec,
        sum(case when direction = 'inbound' then wait_time_sec else 0 end) as wait_time_sec
    from {{ ref('stg_talkdesk__contacts') }}
    group by call_id
)

select
    calls.call_id,
    calls.talk_and_hold_time_sec,
    contacts.talk_and_hold_time_sec as contacts_talk_and_hold_time_sec,
    calls.wait_time_sec,
    contacts.wait_time_sec as contacts_wait_time_sec
from {{ ref('stg_talkdesk__calls') }} as calls
inner join contacts
    on contacts.call_id = calls.call_id
where calls.talk_and_hold_time_sec <> contacts.talk_and_hold_time_sec
    or calls.wait_time_sec <> contacts.wait_time_sec
