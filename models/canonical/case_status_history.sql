{{ config(
    materialized='incremental',
    incremental_strategy='delete+insert',
    unique_key='case_id',
    on_schema_change='fail',
    pre_hook="{{ forget_recent('entered_at') }}",
) }}

with

delivered as (
    {{ union_systems('case_status_history') }}
),

{% if is_incremental() -%}
-- A case with an interval that is not known in this form is told anew from its beginning.
touched as (
    select delivered.case_id
    from delivered
    left join {{ this }} as known
        on known.case_id = delivered.case_id
        and known.entered_at = delivered.entered_at
        and known.left_at is not distinct from delivered.left_at
    where known.case_id is null
),

{% endif -%}
queues as (
    select * from {{ ref('queues') }}
)

select
    delivered.case_id,
    delivered.source_system,
    delivered.status,
    delivered.entered_at,
    delivered.left_at,
    delivered.actor,
    delivered.is_automatic,
    delivered.queue,
    queues.tier,
    delivered.priority,
    -- A reopen is the step out of solved itself, so a case that is still open counts.
    coalesce(
        lag(delivered.status) over in_order in ('solved', 'closed')
            and delivered.status in ('new', 'open', 'pending', 'hold'),
        false
    ) as is_reopen
from delivered
left join queues
    on queues.queue = delivered.queue
where delivered.entered_at <= {{ run_start() }}
{%- if is_incremental() %}
    and delivered.case_id in (select case_id from touched)
{%- endif %}
window in_order as (partition by delivered.case_id order by delivered.entered_at)
