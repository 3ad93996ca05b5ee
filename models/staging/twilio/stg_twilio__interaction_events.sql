{{ config(enabled=system_is_on('twilio')) }}

with

contacts as (
    select * from {{ ref('stg_twilio__contacts') }} where is_ended
),

visits as (
    select
        visits.visit_id,
        visits.task_id,
        visits.contact_id,
        visits.worker_id,
        visits.queue,
        contacts.direction,
        date_trunc('second', visits.entered_at) as entered_at,
        date_trunc('second', visits.accepted_at) as accepted_at,
        date_trunc('second', coalesce(visits.accepted_at, visits.left_at)) as wait_ends_at,
        date_trunc('second', visits.talk_ends_at) as talk_ends_at,
        date_trunc('second', visits.wrapup_at) as wrapup_at,
        date_trunc('second', visits.completed_at) as completed_at
    from {{ ref('stg_twilio__visits') }} as visits
    inner join contacts
        on contacts.contact_id = visits.contact_id
),

-- While a visit waits it is offered to agents, who accept, reject or let it time out: it rings while any offer stands.
offers as (
    select
        visits.visit_id,
        reservations.worker_id,
        greatest(date_trunc('second', reservations.offered_at), visits.entered_at) as offered_at,
        least(
            coalesce(date_trunc('second', coalesce(reservations.accepted_at, reservations.withdrawn_at)), visits.wait_ends_at),
            visits.wait_ends_at
        ) as settled_at
    from visits
    inner join {{ ref('stg_twilio__reservations') }} as reservations
        on reservations.task_id = visits.task_id
        and date_trunc('second', reservations.offered_at) >= visits.entered_at
        and date_trunc('second', reservations.offered_at) < visits.wait_ends_at
),

turns as (
    select visit_id, entered_at as turned_at, 0 as change, cast(null as varchar) as worker_id
    from visits
    where entered_at is not null

    union all

    select visit_id, offered_at, 1, worker_id
    from offers

    union all

    select visit_id, settled_at, -1, null
    from offers
),

moments as (
    select
        visit_id,
        turned_at,
        sum(change) as change,
        max(worker_id) as worker_id
    from turns
    group by visit_id, turned_at
),

waits as (
    select
        moments.visit_id,
        moments.turned_at as entered_at,
        coalesce(lead(moments.turned_at) over by_time, visits.wait_ends_at) as left_at,
        sum(moments.change) over by_time as standing_offers,
        last_value(moments.worker_id ignore nulls) over by_time as worker_id,
        visits.contact_id,
        visits.queue,
        visits.direction
    from moments
    inner join visits
        on visits.visit_id = moments.visit_id
    window by_time as (partition by moments.visit_id order by moments.turned_at)
),

holds as (
    select
        visits.visit_id,
        greatest(holds.held_at, visits.accepted_at) as held_at,
        least(coalesce(holds.resumed_at, visits.talk_ends_at), visits.talk_ends_at) as resumed_at
    from visits
    inner join {{ ref('stg_twilio__holds') }} as holds
        on holds.task_id = visits.task_id
        and holds.held_at < visits.talk_ends_at
        and coalesce(holds.resumed_at, visits.talk_ends_at) > visits.accepted_at
),

-- Talk runs from the answer and from each resumption to the next hold or the end.
talk_begins as (
    select visit_id, accepted_at as begins_at from visits where accepted_at is not null
    union all
    select visit_id, resumed_at from holds
),

talks as (
    select
        talk_begins.visit_id,
        talk_begins.begins_at as entered_at,
        least(min(holds.held_at), min(visits.talk_ends_at)) as left_at
    from talk_begins
    inner join visits
        on visits.visit_id = talk_begins.visit_id
    left join holds
        on holds.visit_id = talk_begins.visit_id
        and holds.held_at >= talk_begins.begins_at
    group by talk_begins.visit_id, talk_begins.begins_at
),

states as (
    select contact_id, 0 as place, 'ivr' as state, ivr_entered_at as entered_at, coalesce(queued_at, ended_at) as left_at,
        cast(null as varchar) as worker_id, cast(null as varchar) as queue
    from contacts
    where ivr_entered_at is not null

    union all

    select contact_id, 1, case when standing_offers > 0 then 'ringing' else 'queued' end, entered_at, left_at,
        case when standing_offers > 0 then worker_id end, queue
    from waits

    union all

    select visits.contact_id, 2, 'connected', talks.entered_at, talks.left_at, visits.worker_id, visits.queue
    from talks
    inner join visits using (visit_id)

    union all

    select visits.contact_id, 3, 'hold', holds.held_at, holds.resumed_at, visits.worker_id, visits.queue
    from holds
    inner join visits using (visit_id)

    union all

    select contact_id, 4, 'wrap', wrapup_at, completed_at, worker_id, queue
    from visits
    where accepted_at is not null
),

-- A state that takes no time is none.
lasting as (
    select * from states where left_at > entered_at
),

last_moments as (
    select
        contacts.contact_id,
        5 as place,
        case when contacts.outcome = 'abandoned' then 'abandoned' else 'ended' end as state,
        greatest(contacts.ended_at, max(lasting.left_at)) as entered_at,
        cast(null as timestamp) as left_at,
        cast(null as varchar) as worker_id,
        cast(null as varchar) as queue
    from contacts
    left join lasting
        on lasting.contact_id = contacts.contact_id
    group by contacts.contact_id, contacts.outcome, contacts.ended_at
),

together as (
    select * from lasting
    union all
    select * from last_moments
)

select
    'twilio:' || together.contact_id as interaction_id,
    'twilio' as source_system,
    row_number() over (
        partition by together.contact_id order by together.entered_at, together.place, together.worker_id
    ) as seq,
    together.state,
    together.entered_at,
    together.left_at,
    'twilio:' || together.worker_id as agent_id,
    together.queue,
    false as is_estimated,
    contacts.loaded_at
from together
inner join contacts
    on contacts.contact_id = together.contact_id
