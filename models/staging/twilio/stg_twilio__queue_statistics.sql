{{ config(enabled=system_is_on('twilio')) }}

with

renamed as (
    select
        filename,
        task_queue_sid as task_queue_id,
        cast(replace(start_time, 'Z', '') as timestamp) as started_at,
        cast(replace(end_time, 'Z', '') as timestamp) as ended_at,
        tasks_entered,
        tasks_canceled,
        reservations_accepted,
        cast(wait_duration_in_queue_until_accepted ->> '$.avg' as double) as average_wait_sec,
        -- The first of the thresholds that were asked for.
        split_by_wait_time -> ('$."' || json_keys(split_by_wait_time)[1] || '"') as split
    from {{ source('twilio', 'queue_statistics') }}
),

dated as (
    select
        *,
        max(ended_at) filter (where ended_at <= {{ run_start() }}) over (partition by filename) as loaded_at
    from renamed
),

ranked as (
    select
        *,
        row_number() over (partition by task_queue_id, started_at order by ended_at desc, loaded_at desc, filename desc) as place
    from dated
),

-- Statistics know queues by id alone, events by name as well.
names as (
    select
        task_queue_id,
        arg_max(task_queue_name, occurred_at) as task_queue_name
    from {{ ref('stg_twilio__events') }}
    where task_queue_id is not null
        and task_queue_name is not null
    group by task_queue_id
)

select
    ranked.task_queue_id || '/' || strftime(ranked.started_at, '%Y-%m-%dT%H:%M:%S') as queue_statistic_id,
    ranked.task_queue_id,
    names.task_queue_name,
    ranked.started_at,
    ranked.ended_at,
    ranked.tasks_entered,
    ranked.tasks_canceled,
    ranked.reservations_accepted,
    ranked.average_wait_sec,
    cast(ranked.split ->> '$.below.reservations_accepted' as bigint) as accepted_in_time,
    ranked.loaded_at
from ranked
left join names
    on names.task_queue_id = ranked.task_queue_id
where ranked.place = 1
