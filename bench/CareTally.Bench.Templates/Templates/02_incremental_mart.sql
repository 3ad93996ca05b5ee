{{ config(materialized='incremental', unique_key='day') }}
{% set measures = ['calls', 'answered', 'abandoned', 'transferred', 'talk_seconds', 'wait_seconds'] %}
with calls as (
    select * from {{ ref('stg_calls') }}
    {% if is_incremental() %}
    where started_at > (select max(day) from {{ this }})
    {% endif %}
),
agents as (select * from {{ ref('agents') }}),
queues as (select * from {{ ref('queues') }})
select
    cast(calls.started_at as date) as day,
    queues.queue_name,
    agents.team,
    {%- for measure in measures %}
    sum({{ measure }}) as {{ measure }}{{ "," if not loop.last }}
    {%- endfor %}
from calls
left join agents on agents.agent_id = calls.agent_id
left join queues on queues.queue_id = calls.queue_id
{{ "group by " ~ range(1, 4) | join(', ') }}
