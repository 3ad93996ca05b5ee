{{ config(enabled=system_is_on('livechat')) }}

with

entries as (
    select
        filename,
        unnest(chats) as chat
    from {{ source('livechat', 'archives') }}
),

renamed as (
    select
        filename,
        chat.thread.id as thread_id,
        chat.id as chat_id,
        -- Whole seconds, as everywhere: what adds up must not hang on fractions.
        date_trunc('second', chat.thread.created_at) as created_at,
        chat.thread.previous_thread_id as previous_thread_id,
        chat.thread.queues_duration as queues_duration_sec,
        chat.thread.access.group_ids[1] as group_id,
        chat.thread.tags as tags,
        chat.thread.properties.rating.score as rating,
        coalesce(chat.thread.properties.routing.continuous, false) as is_continuous,
        coalesce(chat.thread.properties.routing.offline_message, false) as is_offline_message,
        chat.thread.restricted_access as restricted_access,
        list_filter(chat.users, member -> member.type = 'customer')[1].id as customer_id,
        lower(list_filter(chat.users, member -> member.type = 'customer')[1].email) as customer_email,
        list_filter(chat.users, member -> member.type = 'customer')[1].created_at as customer_created_at,
        chat.thread.customer_visit.geolocation.country as country,
        chat.thread.customer_visit.geolocation.timezone as timezone,
        list_transform(
            list_filter(chat.users, member -> member.type = 'agent'),
            member -> {'id': member.id, 'name': member.name}
        ) as agents,
        chat.thread.events as events,
        date_trunc('second', coalesce(
            list_max(list_transform(chat.thread.events, event -> event.created_at)),
            chat.thread.created_at
        )) as last_event_at
    from entries
),

-- The file tells no time of its own; the last event in it does.
dated as (
    select
        *,
        max(last_event_at) filter (where last_event_at <= {{ run_start() }}) over (partition by filename) as loaded_at
    from renamed
),

-- Pages overlap, and a thread comes again when it has been rated or tagged.
ranked as (
    select
        *,
        row_number() over (partition by thread_id order by loaded_at desc, last_event_at desc, filename desc) as place
    from dated
)

select
    thread_id,
    chat_id,
    created_at,
    previous_thread_id,
    queues_duration_sec,
    group_id,
    tags,
    rating,
    is_continuous,
    is_offline_message,
    restricted_access,
    customer_id,
    customer_email,
    customer_created_at,
    country,
    timezone,
    agents,
    events,
    last_event_at,
    loaded_at
from ranked
where place = 1
