with

typed as (
    select
        {{ told_number('number') }} as incident,
        {{ told('incident_state') }} as incident_state,
        cast({{ told('active') }} as boolean) as active,
        cast({{ told('reassignment_count') }} as integer) as reassignment_count,
        cast({{ told('reopen_count') }} as integer) as reopen_count,
        cast({{ told('sys_mod_count') }} as integer) as sys_mod_count,
        cast({{ told('made_sla') }} as boolean) as made_sla,
        {{ told_number('caller_id') }} as caller_id,
        {{ told_number('opened_by') }} as opened_by,
        {{ told_time('opened_at') }} as opened_at,
        {{ told_number('sys_updated_by') }} as updated_by,
        {{ told_time('sys_updated_at') }} as updated_at,
        {{ told('contact_type') }} as contact_type,
        {{ told_number('location') }} as location,
        {{ told_number('category') }} as category,
        {{ told_number('subcategory') }} as subcategory,
        {{ told_number('u_symptom') }} as symptom,
        {{ told_number('cmdb_ci') }} as cmdb_ci,
        {{ told_number('impact') }} as impact,
        {{ told_number('urgency') }} as urgency,
        {{ told_number('priority') }} as priority,
        {{ told_number('assignment_group') }} as assignment_group,
        {{ told_number('assigned_to') }} as assigned_to,
        {{ told('knowledge') }} as knowledge,
        {{ told('u_priority_confirmation') }} as priority_confirmation,
        {{ told('notify') }} as notify,
        {{ told_number('problem_id') }} as problem_id,
        {{ told_number('rfc') }} as rfc,
        {{ told('vendor') }} as vendor,
        {{ told_number('caused_by') }} as caused_by,
        {{ told_number('closed_code') }} as closed_code,
        {{ told_number('resolved_by') }} as resolved_by,
        {{ told_time('resolved_at') }} as resolved_at,
        {{ told_time('closed_at') }} as closed_at
    from {{ source('servicenow_incidents', 'events') }}
),

-- Logs that overlap tell an event twice. The later copy knows more of the end, which every row of an incident names.
merged as (
    select *
    from typed
    qualify row_number() over (
        partition by incident, sys_mod_count, updated_at, incident_state
        order by closed_at desc nulls last, resolved_at desc nulls last, closed_code desc nulls last
    ) = 1
),

-- The order is that of the counter of changes. Times have whole minutes and in five incidents contradict the counter: there an
-- event happens no earlier than the one before it.
ordered as (
    select
        *,
        row_number() over in_order as seq,
        max(updated_at) over (in_order rows between unbounded preceding and current row) as happened_at
    from merged
    window in_order as (partition by incident order by sys_mod_count, updated_at, incident_state)
),

-- Events of one minute follow each other by a thousandth of a second, so that none has no length and none is lost.
timed as (
    select
        *,
        happened_at
            + (row_number() over (partition by incident, happened_at order by seq) - 1) * interval '1 millisecond' as entered_at
    from ordered
)

select
    incident || '/' || seq as event_id,
    incident,
    cast(seq as integer) as seq,
    entered_at,
    lead(entered_at) over (partition by incident order by seq) as left_at,
    updated_at,
    updated_by,
    coalesce(updated_by = '{{ var("servicenow_incidents_system_user") }}', false) as is_automatic,
    incident_state,
    active,
    reassignment_count,
    reopen_count,
    sys_mod_count,
    made_sla,
    caller_id,
    opened_by,
    opened_at,
    contact_type,
    location,
    category,
    subcategory,
    symptom,
    cmdb_ci,
    impact,
    urgency,
    priority,
    assignment_group,
    assigned_to,
    knowledge,
    priority_confirmation,
    notify,
    problem_id,
    rfc,
    vendor,
    caused_by,
    closed_code,
    resolved_by,
    resolved_at,
    closed_at
from timed
