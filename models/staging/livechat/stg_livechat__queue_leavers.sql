{{ config(enabled=system_is_on('livechat')) }}

with

reports as (
    select
        records,
        unnest(json_keys(records)) as chat_id
    from {{ source('livechat', 'queued_visitors_left') }}
),

leavers as (
    select
        chat_id,
        json_extract(records, '$."' || chat_id || '"') as record
    from reports
),

renamed as (
    select distinct
        chat_id,
        record -> 'visitor' ->> 'id' as customer_id,
        cast(record -> 'queue' ->> 'start_date' as timestamp) as queued_at,
        cast(round(cast(record -> 'queue' ->> 'duration' as double)) as integer) as queue_time_sec,
        record -> 'queue' ->> 'group' as group_id
    from leavers
)

select
    renamed.chat_id || ':' || strftime(renamed.queued_at, '%Y%m%d%H%M%S') as leaver_key,
    renamed.chat_id,
    renamed.customer_id,
    renamed.queued_at,
    renamed.queue_time_sec,
    renamed.group_id,
    -- Some of them are in the archives as well.
    exists (
        select 1
        from {{ ref('stg_livechat__threads') }} as threads
        where threads.chat_id = renamed.chat_id
            and threads.created_at between renamed.queued_at - interval '5 minutes'
                and renamed.queued_at + to_seconds(renamed.queue_time_sec) + interval '5 minutes'
    ) as is_in_archives
from renamed
