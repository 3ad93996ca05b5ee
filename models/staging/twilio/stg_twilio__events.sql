{{ config(enabled=system_is_on('twilio')) }}

{#- The names of an event's data in the three encodings: snake_case in the API and in Event Streams, CamelCase in the webhook. -#}
{%- set fields = [
    'task_sid', 'task_attributes', 'task_canceled_reason', 'task_completed_reason', 'task_channel_unique_name',
    'task_queue_sid', 'task_queue_name', 'task_transfer_sid', 'reservation_sid', 'worker_sid', 'worker_name', 'worker_attributes',
    'worker_activity_name', 'worker_previous_activity_name', 'worker_time_in_previous_activity', 'worker_time_in_previous_activity_ms',
] %}

with

pages as (
    select
        filename,
        unnest(events) as entry
    from {{ source('twilio', 'rest_events') }}
),

from_rest as (
    select
        filename,
        'rest' as encoding,
        entry.sid as event_id,
        entry.event_type as event_type,
        {{ epoch_ms_utc('entry.event_date_ms') }} as occurred_at,
        {%- for field in fields %}
        entry.event_data ->> '$.{{ field }}' as {{ field }}{{ ',' if not loop.last }}
        {%- endfor %}
    from pages
),

from_webhook as (
    select
        filename,
        'webhook' as encoding,
        "Sid" as event_id,
        "EventType" as event_type,
        {{ epoch_ms_utc('coalesce(cast("TimestampMs" as bigint), 1000 * cast("Timestamp" as bigint))') }} as occurred_at,
        {%- for field in fields %}
        "{{ field.split('_') | map('capitalize') | join('') }}" as {{ field }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ source('twilio', 'webhook_events') }}
),

from_stream as (
    select
        filename,
        'event stream' as encoding,
        coalesce(data ->> '$.payload.sid', data ->> '$.sid', id) as event_id,
        coalesce(data ->> '$.payload.eventtype', replace(type, 'com.twilio.taskrouter.', '')) as event_type,
        cast(replace(coalesce(data ->> '$.payload.timestamp', data ->> '$.timestamp'), 'Z', '') as timestamp) as occurred_at,
        {%- for field in fields %}
        data ->> '$.payload.{{ field }}' as {{ field }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ source('twilio', 'event_streams') }}
    -- A sink may carry other products' events beside those of TaskRouter.
    where type like 'com.twilio.taskrouter.%'
),

together as (
    select * from from_rest
    union all
    select * from from_webhook
    union all
    select * from from_stream
),

dated as (
    select
        *,
        max(occurred_at) filter (where occurred_at <= {{ run_start() }}) over (partition by filename) as loaded_at
    from together
),

-- The webhook delivers at least once, pages overlap, and one event may come in several encodings. Attributes of old
-- events are withheld later: the copy that has them is kept.
ranked as (
    select
        *,
        row_number() over (
            partition by event_id
            order by case when task_attributes is null and worker_attributes is null then 1 else 0 end, loaded_at desc, encoding
        ) as place
    from dated
)

select
    event_id,
    encoding,
    event_type,
    occurred_at,
    nullif(task_sid, '') as task_id,
    nullif(reservation_sid, '') as reservation_id,
    nullif(worker_sid, '') as worker_id,
    nullif(worker_name, '') as worker_name,
    nullif(worker_attributes, '') as worker_attributes,
    nullif(task_channel_unique_name, '') as task_channel,
    nullif(task_queue_sid, '') as task_queue_id,
    nullif(task_queue_name, '') as task_queue_name,
    nullif(task_transfer_sid, '') as task_transfer_id,
    nullif(task_attributes, '') as task_attributes,
    nullif(task_canceled_reason, '') as task_canceled_reason,
    nullif(task_completed_reason, '') as task_completed_reason,
    nullif(worker_activity_name, '') as worker_activity,
    nullif(worker_previous_activity_name, '') as worker_previous_activity,
    coalesce(
        cast(nullif(worker_time_in_previous_activity_ms, '') as double) / 1000,
        cast(nullif(worker_time_in_previous_activity, '') as double)
    ) as worker_previous_activity_sec,
    loaded_at
from ranked
where place = 1
