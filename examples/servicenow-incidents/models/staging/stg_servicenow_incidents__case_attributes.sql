{%- set attributes = [
    'incident_state', 'reassignment_count', 'reopen_count', 'made_sla', 'contact_type', 'location', 'category', 'subcategory',
    'symptom', 'cmdb_ci', 'impact', 'urgency', 'assigned_to', 'knowledge', 'priority_confirmation', 'notify', 'problem_id', 'rfc',
    'vendor', 'caused_by', 'closed_code', 'resolved_by',
] %}
{#- What every row of an incident knows beforehand, although it is known only at the end. #}
{%- set known_at_the_end = ['closed_code', 'resolved_by'] %}
with

events as (
    select * from {{ ref('stg_servicenow_incidents__events') }}
),

told as (
    {% for attribute in attributes -%}
    select
        incident,
        seq,
        entered_at,
        updated_by,
        is_automatic,
        '{{ attribute }}' as attribute,
        cast({{ attribute }} as varchar) as value
    from events
    {%- if attribute in known_at_the_end %}
    where left_at is null
    {%- endif %}
    {{ 'union all' if not loop.last }}
    {% endfor %}
),

changes as (
    select *
    from told
    qualify value is distinct from lag(value) over (partition by incident, attribute order by seq)
),

intervals as (
    select
        *,
        lead(entered_at) over (partition by incident, attribute order by seq) as unset_at
    from changes
)

select
    'servicenow_incidents:' || incident as case_id,
    'servicenow_incidents' as source_system,
    attribute,
    value,
    entered_at as set_at,
    unset_at,
    case when not is_automatic then 'servicenow_incidents:updated_by/' || updated_by end as set_by
from intervals
where value is not null
