{#- True where a source system is switched on. -#}
{% macro system_is_on(system) %}
    {{- return(system in var('systems')) -}}
{% endmacro %}


{#- The systems that are on and deliver a canonical object. -#}
{% macro systems_delivering(object) %}
    {%- set delivering = [] -%}
    {%- for system in var('systems') -%}
        {#- A misspelt system would empty its tables. -#}
        {%- if system not in var('delivers') -%}
            {{- exceptions.raise_compiler_error(
                "There is no system '" ~ system ~ "' (variable `systems`). Known: " ~ var('delivers') | join(', ')
            ) -}}
        {%- endif -%}
        {%- if object in var('delivers')[system] -%}
            {%- do delivering.append(system) -%}
        {%- endif -%}
    {%- endfor -%}
    {{- return(delivering) -}}
{% endmacro %}


{#- True for an id whose system is on and delivers the object: only then can it be expected to be there. -#}
{% macro is_delivered(id, object) -%}
    {%- set delivering = systems_delivering(object) -%}
    {%- if delivering -%}
        split_part({{ id }}, ':', 1) in ('{{ delivering | join("', '") }}')
    {%- else -%}
        false
    {%- endif -%}
{%- endmacro %}


{#- The rows of one canonical object from all systems that are on, with the contract's columns and types; without such
    a system an empty relation of the same shape. A column that staging forgot is an error that names it. -#}
{% macro union_systems(object) %}
    {%- set contract = canonical_contract(object) -%}
    {%- set delivering = systems_delivering(object) -%}

    {%- for system in delivering %}
    select
        {%- for column, type in contract.items() %}
        cast({{ column }} as {{ type }}) as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ ref('stg_' ~ system ~ '__' ~ object) }}
        {%- if not loop.last %}

    union all
        {% endif %}
    {%- else %}
    select
        {%- for column, type in contract.items() %}
        cast(null as {{ type }}) as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    where false
    {%- endfor %}
{% endmacro %}


{#- True for rows that name a row of a system that is on, or none at all although some system is there to be named: of the others
    nothing can be expected. -#}
{% macro can_be_joined(columns, objects) -%}
    {%- set delivering = [] -%}
    {%- for object in objects -%}
        {%- do delivering.extend(systems_delivering(object)) -%}
    {%- endfor -%}
    {%- if delivering -%}
        coalesce(split_part(coalesce({{ columns | join(', ') }}), ':', 1) in ('{{ delivering | join("', '") }}'), true)
    {%- else -%}
        false
    {%- endif -%}
{%- endmacro %}


{#- Objects whose rows happen at a moment, and which one: rows without it or after the run's start are rejected and counted. -#}
{% macro dated_objects() %}
    {{- return({
        'interactions': 'started_at',
        'interaction_segments': 'coalesce(queued_at, left_at)',
        'cases': 'created_at',
        'case_status_history': 'entered_at',
        'case_attributes': 'set_at',
        'orders': 'ordered_at',
        'surveys': 'coalesce(sent_at, responded_at)',
        'agent_states': 'started_at',
        'qa_evaluations': 'evaluated_at',
        'qa_calibrations': 'graded_at',
        'coaching_sessions': 'opened_at',
        'kb_misses': 'occurred_at',
    }) -}}
{% endmacro %}


{#- The canonical objects that `tally purge` shortens, and the time until which a row of each is about something that went on: the meta
    `retention` of their models. A contact is kept as long as any visit of it. -#}
{% macro kept_from() %}
    {{- return({
        'interactions': 'coalesce(ended_at, loaded_at)',
        'interaction_segments': 'coalesce(left_at, queued_at)',
        'surveys': 'coalesce(responded_at, sent_at)',
    }) -}}
{% endmacro %}
