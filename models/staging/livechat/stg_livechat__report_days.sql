{{ config(enabled=system_is_on('livechat')) }}

with

{% for report in ['queued_visitors', 'total_chats', 'ratings', 'agents_availability'] -%}
{{ report }} as (
    select
        '{{ report }}' as report,
        filename,
        unnest(json_keys(records)) as day,
        records
    from {{ source('livechat', report) }}
),

{% endfor -%}
together as (
    {%- for report in ['queued_visitors', 'total_chats', 'ratings', 'agents_availability'] %}
    select * from {{ report }}
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

days as (
    select
        report,
        cast(day as date) as local_date,
        json_extract(records, '$."' || day || '"') as record,
        filename
    from together
    -- Distributed by hour the keys are hours: such a file is none of these.
    where regexp_full_match(day, '[0-9]{4}-[0-9]{2}-[0-9]{2}')
),

-- The performance of agents is told for the day that the file is named after; added up over agents it is the team's.
performance as (
    select
        'agents_performance' as report,
        cast(regexp_extract(filename, '([0-9]{4}-[0-9]{2}-[0-9]{2})', 1) as date) as local_date,
        filename,
        json_extract(records, '$."' || login || '"') as record
    from (
        select filename, records, unnest(json_keys(records)) as login
        from {{ source('livechat', 'agents_performance') }}
    )
),

added_up as (
    select
        report,
        local_date,
        filename,
        sum(cast(record ->> 'chats_count' as bigint)) as chats,
        sum(cast(record ->> 'first_response_chats_count' as bigint)) as first_response_chats,
        sum(cast(record ->> 'first_response_time' as double) * cast(record ->> 'first_response_chats_count' as bigint))
            / nullif(sum(cast(record ->> 'first_response_chats_count' as bigint)), 0) as first_response_time_sec
    from performance
    group by report, local_date, filename
),

queues as (
    select
        local_date,
        filename,
        cast(record -> 'queued' ->> 'count' as bigint) as served,
        cast(record -> 'queued' ->> 'avg' as double) as average_wait_sec,
        cast(record -> 'left_queue' ->> 'count' as bigint) as left_queue
    from days
    where report = 'queued_visitors'
),

figures as (
    select
        local_date,
        filename,
        unnest([
            {'metric': 'answered', 'value': cast(served as double), 'contacts': served},
            {'metric': 'abandoned', 'value': cast(left_queue as double), 'contacts': left_queue},
            {'metric': 'average_speed_of_answer_sec', 'value': average_wait_sec, 'contacts': served},
            {
                'metric': 'abandonment_rate',
                'value': left_queue / nullif(left_queue + served, 0),
                'contacts': left_queue + served
            }
        ]) as figure
    from queues
    union all
    select local_date, filename, {
        'metric': 'offered', 'value': cast(record ->> 'total' as double), 'contacts': cast(record ->> 'total' as bigint)
    }
    from days
    where report = 'total_chats'
    union all
    select local_date, filename, {
        'metric': 'customer_satisfaction',
        'value': cast(record ->> 'good' as double) / nullif(cast(record ->> 'good' as bigint) + cast(record ->> 'bad' as bigint), 0),
        'contacts': cast(record ->> 'good' as bigint) + cast(record ->> 'bad' as bigint)
    }
    from days
    where report = 'ratings'
    union all
    select local_date, filename, {'metric': 'hours_available', 'value': cast(record ->> 'hours' as double), 'contacts': null}
    from days
    where report = 'agents_availability'
    union all
    select local_date, filename, {
        'metric': 'first_response_time_sec', 'value': first_response_time_sec, 'contacts': first_response_chats
    }
    from added_up
)

-- Empty days come as {}.
select
    local_date,
    figure.metric as metric,
    figure.value as value,
    figure.contacts as contacts,
    filename
from figures
where figure.value is not null
