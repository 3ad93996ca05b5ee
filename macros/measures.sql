{#- The counts and sums of agg_queue_intervals that add up over queues and time. -#}
{% macro queue_measures() %}
    {{- return([
        'offered', 'answered', 'abandoned', 'missed', 'short_abandoned', 'answered_within_threshold',
        'abandoned_within_threshold', 'voicemails', 'callbacks', 'asa_answered', 'asa_wait_sec', 'abandoned_wait_sec',
    ]) -}}
{% endmacro %}


{#- The counts and sums of agg_contact_intervals that add up over queues and time. -#}
{% macro contact_measures() %}
    {{- return([
        'contacts', 'handled', 'ivr_exits', 'voicemails', 'transferred', 'handled_complete',
        'handle_sec', 'talk_sec', 'hold_sec', 'wrap_sec', 'handled_talk_only', 'talk_only_sec',
    ]) -}}
{% endmacro %}


{#- sum(m) as m for each of them, as whole numbers. -#}
{% macro add_up(measures) -%}
    {%- for measure in measures -%}
    cast(sum({{ measure }}) as bigint) as {{ measure }}
        {%- if not loop.last %},
    {% endif -%}
    {%- endfor -%}
{%- endmacro %}
