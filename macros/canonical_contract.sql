{#- The columns and types of the canonical objects that systems deliver, in order. docs: models/canonical. -#}
{% macro canonical_contract(object) %}
    {%- set contract = {
        'interactions': {
            'interaction_id': 'varchar', 'source_system': 'varchar', 'source_url': 'varchar',
            'channel': 'varchar', 'queue': 'varchar', 'direction': 'varchar', 'language': 'varchar',
            'issue_type': 'varchar', 'disposition': 'varchar',
            'party_id': 'varchar', 'case_id': 'varchar', 'agent_id': 'varchar',
            'handled_by': 'varchar', 'handoff_at': 'timestamp',
            'started_at': 'timestamp', 'ivr_entered_at': 'timestamp', 'ivr_exited_at': 'timestamp', 'ivr_path': 'varchar',
            'queued_at': 'timestamp', 'answered_at': 'timestamp', 'ended_at': 'timestamp', 'local_timezone': 'varchar',
            'queue_time_sec': 'integer', 'ring_time_sec': 'integer', 'talk_time_sec': 'integer',
            'hold_time_sec': 'integer', 'wrap_time_sec': 'integer',
            'concurrency': 'double precision', 'outcome': 'varchar', 'vendor_outcome': 'varchar',
            'transfer_count': 'integer', 'resolved_at': 'timestamp',
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
        'interaction_events': {
            'interaction_id': 'varchar', 'source_system': 'varchar', 'seq': 'integer', 'state': 'varchar',
            'entered_at': 'timestamp', 'left_at': 'timestamp', 'agent_id': 'varchar', 'queue': 'varchar',
            'is_estimated': 'boolean', 'loaded_at': 'timestamp',
        },
        'cases': {
            'case_id': 'varchar', 'source_system': 'varchar', 'source_url': 'varchar', 'party_id': 'varchar',
            'created_at': 'timestamp', 'first_response_at': 'timestamp', 'workaround_at': 'timestamp',
            'status': 'varchar', 'vendor_status': 'varchar', 'priority': 'varchar', 'severity': 'varchar',
            'channel': 'varchar', 'queue': 'varchar', 'issue_type': 'varchar', 'product_area': 'varchar',
            'assignee': 'varchar', 'last_human_update_at': 'timestamp',
            'is_customer_opened': 'boolean', 'public_reply_count': 'integer', 'active_time_sec': 'integer',
            'is_test': 'boolean', 'loaded_at': 'timestamp',
        },
        'case_status_history': {
            'case_id': 'varchar', 'source_system': 'varchar', 'status': 'varchar',
            'entered_at': 'timestamp', 'left_at': 'timestamp', 'actor': 'varchar', 'is_automatic': 'boolean',
            'queue': 'varchar', 'priority': 'varchar',
        },
        'case_attributes': {
            'case_id': 'varchar', 'source_system': 'varchar', 'attribute': 'varchar', 'value': 'varchar',
            'set_at': 'timestamp', 'unset_at': 'timestamp', 'set_by': 'varchar',
        },
        'identities': {
            'party_id': 'varchar', 'source_system': 'varchar', 'kind': 'varchar', 'value': 'varchar',
            'first_seen_at': 'timestamp',
        },
        'customer_profiles': {
            'party_id': 'varchar', 'source_system': 'varchar', 'plan': 'varchar',
            'mrr': 'decimal(18, 2)', 'currency': 'varchar', 'region': 'varchar', 'timezone': 'varchar', 'tier': 'varchar',
            'lifecycle_stage': 'varchar', 'started_at': 'timestamp', 'churned_at': 'timestamp', 'churn_reason': 'varchar',
            'loaded_at': 'timestamp',
        },
        'customer_months': {
            'party_id': 'varchar', 'source_system': 'varchar', 'month': 'date',
            'opening_mrr': 'decimal(18, 2)', 'closing_mrr': 'decimal(18, 2)', 'currency': 'varchar',
        },
        'orders': {
            'order_id': 'varchar', 'source_system': 'varchar', 'party_id': 'varchar',
            'ordered_at': 'timestamp', 'amount': 'decimal(18, 2)', 'currency': 'varchar', 'cancelled_at': 'timestamp',
        },
        'surveys': {
            'survey_id': 'varchar', 'source_system': 'varchar', 'kind': 'varchar', 'scope': 'varchar', 'delivery': 'varchar',
            'sent_at': 'timestamp', 'delivered_at': 'timestamp', 'bounced': 'boolean', 'responded_at': 'timestamp',
            'raw_score': 'varchar', 'scale': 'varchar', 'weight': 'double precision', 'channel': 'varchar',
            'interaction_id': 'varchar', 'case_id': 'varchar', 'party_id': 'varchar', 'agent_id': 'varchar',
            'issue_type': 'varchar', 'is_test': 'boolean', 'loaded_at': 'timestamp',
        },
        'agents': {
            'agent_id': 'varchar', 'source_system': 'varchar', 'name': 'varchar', 'email': 'varchar', 'team': 'varchar',
        },
        'agent_states': {
            'agent_id': 'varchar', 'source_system': 'varchar', 'state': 'varchar', 'vendor_state': 'varchar',
            'started_at': 'timestamp', 'ended_at': 'timestamp', 'loaded_at': 'timestamp',
        },
        'agent_schedule': {
            'agent_id': 'varchar', 'source_system': 'varchar', 'activity': 'varchar', 'vendor_activity': 'varchar',
            'starts_at': 'timestamp', 'ends_at': 'timestamp', 'loaded_at': 'timestamp',
        },
        'qa_evaluations': {
            'evaluation_id': 'varchar', 'source_system': 'varchar', 'interaction_id': 'varchar', 'case_id': 'varchar',
            'agent_id': 'varchar', 'evaluator_id': 'varchar', 'form': 'varchar', 'form_version': 'varchar',
            'evaluated_at': 'timestamp', 'vendor_score': 'double precision', 'is_auto_fail': 'boolean',
            'is_counted': 'boolean',
            'loaded_at': 'timestamp',
        },
        'qa_section_scores': {
            'evaluation_id': 'varchar', 'source_system': 'varchar', 'section': 'varchar', 'weight': 'double precision',
            'score': 'double precision', 'is_not_applicable': 'boolean',
        },
        'qa_calibrations': {
            'calibration_id': 'varchar', 'source_system': 'varchar', 'interaction_id': 'varchar', 'case_id': 'varchar',
            'grader_id': 'varchar', 'grader_role': 'varchar', 'score': 'double precision', 'graded_at': 'timestamp',
        },
        'coaching_sessions': {
            'coaching_id': 'varchar', 'source_system': 'varchar', 'evaluation_id': 'varchar', 'agent_id': 'varchar',
            'coach_id': 'varchar', 'opened_at': 'timestamp', 'closed_at': 'timestamp',
        },
        'kb_articles': {
            'article_id': 'varchar', 'source_system': 'varchar', 'locale': 'varchar', 'title': 'varchar',
            'section': 'varchar', 'issue_type': 'varchar', 'published_at': 'timestamp', 'edited_at': 'timestamp',
            'is_draft': 'boolean', 'views': 'bigint', 'votes_up': 'bigint', 'votes_down': 'bigint', 'loaded_at': 'timestamp',
        },
        'kb_misses': {
            'miss_id': 'varchar', 'source_system': 'varchar', 'kind': 'varchar', 'article_id': 'varchar',
            'topic': 'varchar', 'occurred_at': 'timestamp', 'case_id': 'varchar', 'interaction_id': 'varchar',
            'occurrences': 'integer',
        },
        'costs': {
            'source_system': 'varchar', 'month': 'date', 'channel': 'varchar', 'cost_center': 'varchar',
            'category': 'varchar', 'amount': 'decimal(18, 2)', 'currency': 'varchar',
        },
        'revenue': {
            'source_system': 'varchar', 'month': 'date', 'amount': 'decimal(18, 2)', 'currency': 'varchar',
        },
        'forecasts': {
            'source_system': 'varchar', 'version': 'varchar', 'made_at': 'timestamp', 'origin': 'varchar',
            'channel': 'varchar', 'queue': 'varchar', 'interval_start_at': 'timestamp', 'interval_sec': 'integer',
            'p10': 'double precision', 'p50': 'double precision', 'p90': 'double precision', 'aht_sec': 'double precision',
        },
        'staffing_plan': {
            'source_system': 'varchar', 'version': 'varchar', 'channel': 'varchar', 'queue': 'varchar',
            'interval_start_at': 'timestamp', 'interval_sec': 'integer',
            'required_agents': 'double precision', 'scheduled_agents': 'double precision',
        },
        'native_intervals': {
            'source_system': 'varchar', 'channel': 'varchar', 'queue': 'varchar',
            'interval_start_at': 'timestamp', 'interval_sec': 'integer',
            'offered': 'bigint', 'answered': 'bigint', 'abandoned': 'bigint',
            'service_level': 'double precision', 'average_speed_of_answer_sec': 'double precision',
            'average_handle_time_sec': 'double precision', 'loaded_at': 'timestamp',
        },
        'native_daily': {
            'source_system': 'varchar', 'local_date': 'date', 'channel': 'varchar', 'queue': 'varchar',
            'metric': 'varchar', 'value': 'double precision', 'contacts': 'bigint', 'loaded_at': 'timestamp',
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
