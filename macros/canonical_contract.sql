{#- The columns and types of the canonical objects that systems deliver, in order. docs: models/canonical. -#}
{% macro canonical_contract(object) %}
    {%- set contract = {
        'interactions': {
            'interaction_id': 'varchar', 'source_system': 'varchar', 'source_url': 'varchar',
            'channel': 'varchar', 'queue': 'varchar', 'direction': 'varchar', 'language': 'varchar',
            'issue_type': 'varchar', 'disposition': 'varchar',
            'customer_id': 'varchar', 'case_id': 'varchar', 'agent_id': 'varchar',
            'handled_by': 'varchar', 'handoff_at': 'timestamp',
            'started_at': 'timestamp', 'ivr_entered_at': 'timestamp', 'ivr_exited_at': 'timestamp', 'ivr_path': 'varchar',
            'queued_at': 'timestamp', 'answered_at': 'timestamp', 'ended_at': 'timestamp', 'local_timezone': 'varchar',
            'queue_time_sec': 'integer', 'ring_time_sec': 'integer', 'talk_time_sec': 'integer',
            'hold_time_sec': 'integer', 'wrap_time_sec': 'integer',
            'concurrency': 'double precision', 'outcome': 'varchar', 'vendor_outcome': 'varchar',
            'transfer_count': 'integer', 'first_contact_flag': 'boolean', 'is_follow_up': 'boolean',
            'resolved_at': 'timestamp', 'csat_score': 'double precision', 'nps_score': 'double precision',
            'cost_center': 'varchar', 'is_test': 'boolean', 'is_system': 'boolean', 'loaded_at': 'timestamp',
        },
        'interaction_segments': {
            'segment_id': 'varchar', 'interaction_id': 'varchar', 'source_system': 'varchar', 'seq': 'integer',
            'queue': 'varchar', 'agent_id': 'varchar',
            'queued_at': 'timestamp', 'answered_at': 'timestamp', 'left_at': 'timestamp',
            'queue_time_sec': 'integer', 'ring_time_sec': 'integer', 'talk_time_sec': 'integer',
            'hold_time_sec': 'integer', 'wrap_time_sec': 'integer',
            'outcome': 'varchar', 'vendor_outcome': 'varchar', 'loaded_at': 'timestamp',
        },
        'cases': {
            'case_id': 'varchar', 'source_system': 'varchar', 'source_url': 'varchar', 'customer_id': 'varchar',
            'created_at': 'timestamp', 'first_response_at': 'timestamp', 'workaround_at': 'timestamp',
            'status': 'varchar', 'vendor_status': 'varchar', 'priority': 'varchar', 'severity': 'varchar',
            'channel': 'varchar', 'queue': 'varchar', 'issue_type': 'varchar', 'product_area': 'varchar',
            'assignee': 'varchar', 'last_human_update_at': 'timestamp', 'is_test': 'boolean', 'loaded_at': 'timestamp',
        },
        'case_status_history': {
            'case_id': 'varchar', 'source_system': 'varchar', 'status': 'varchar',
            'entered_at': 'timestamp', 'left_at': 'timestamp', 'actor': 'varchar', 'is_automatic': 'boolean',
            'queue': 'varchar', 'priority': 'varchar',
        },
        'agents': {
            'agent_id': 'varchar', 'source_system': 'varchar', 'name': 'varchar', 'team': 'varchar',
        },
    } -%}
    {%- if object not in contract -%}
        {{- exceptions.raise_compiler_error(
            "There is no canonical object '" ~ object ~ "'. Known: " ~ contract.keys() | join(', ')
        ) -}}
    {%- endif -%}
    {{- return(contract[object]) -}}
{% endmacro %}


{#- Typed NULLs for the columns of an object that a system does not deliver; a name outside the contract is an error. -#}
{% macro not_delivered(object, columns) %}
    {%- set contract = canonical_contract(object) -%}
    {%- for column in columns -%}
        {%- if column not in contract -%}
            {{- exceptions.raise_compiler_error(
                "'" ~ column ~ "' is not a column of the canonical object '" ~ object ~ "'"
            ) -}}
        {%- endif -%}
    cast(null as {{ contract[column] }}) as {{ column }}
        {%- if not loop.last %},
    {% endif -%}
    {%- endfor -%}
{% endmacro %}
