{#- The fields that the seed gcalls_headers may name, in the order of the columns of stg_gcalls__records. -#}
{% macro gcalls_fields() %}
    {{- return([
        'leg_id', 'call_id', 'started_at', 'ringing_at', 'answered_at', 'ended_at', 'direction', 'status', 'cause', 'hangup',
        'customer_phone', 'line_phone', 'from_phone', 'to_phone', 'queue', 'extension', 'agent_login', 'agent_name', 'agent_email',
        'customer_name', 'customer_email', 'ring_time', 'talk_time', 'hold_time', 'wrap_time', 'total_time',
        'disposition', 'note', 'ivr_path', 'case_id', 'app', 'recording',
    ]) }}
{% endmacro %}


{#- A moment in one of the formats of the variable gcalls_timestamp_formats, brought to UTC. A text in none of them is an error. -#}
{% macro gcalls_utc(text) -%}
    {{ to_utc('strptime(' ~ text ~ ", ['" ~ var('gcalls_timestamp_formats') | join("', '") ~ "'])", "'" ~ var('gcalls_timezone') ~ "'") }}
{%- endmacro %}


{#- A duration, as a number of seconds or as HH:MM:SS. -#}
{% macro gcalls_seconds(text) -%}
    case when {{ text }} like '%:%' then {{ clock_seconds(text) }} else cast({{ text }} as integer) end
{%- endmacro %}
