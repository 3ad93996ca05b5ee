{#- Every rate is a ratio of sums, and NULL (never 0 or 100 %) where nothing was counted. -#}
{% macro rate(numerator, denominator) -%}
    (1.0 * ({{ numerator }}) / nullif({{ denominator }}, 0))
{%- endmacro %}


{#- Service level, by the ids of docs/care/definitions.md. The relation has the counts
    offered, answered_within_threshold, answered, abandoned_within_threshold, short_abandoned.
      a  answered in time / answered                                    abandons ignored: flatters
      b  answered in time / offered                                     every abandon is a miss
      c  answered in time / (offered - abandoned in time)               early abandons leave the base
      d  (answered in time + abandoned in time) / offered               early abandons count as met
      e  (answered in time + short abandons) / offered                  short abandons count as met
      f  answered in time / (offered - short abandons)                  short abandons leave the base: the default -#}
{% macro service_level(variant) -%}
    {%- set formulas = {
        'a': ('answered_within_threshold', 'answered'),
        'b': ('answered_within_threshold', 'offered'),
        'c': ('answered_within_threshold', 'offered - abandoned_within_threshold'),
        'd': ('answered_within_threshold + abandoned_within_threshold', 'offered'),
        'e': ('answered_within_threshold + short_abandoned', 'offered'),
        'f': ('answered_within_threshold', 'offered - short_abandoned'),
    } -%}
    {%- if variant not in formulas -%}
        {{- exceptions.raise_compiler_error("Service level has the variants a to f, not '" ~ variant ~ "'") -}}
    {%- endif -%}
    {{ rate(formulas[variant][0], formulas[variant][1]) }}
{%- endmacro %}


{#- Abandoned in the queue over offered, short abandons out of both. -#}
{% macro abandonment_rate() -%}
    {{ rate('abandoned - short_abandoned', 'offered - short_abandoned') }}
{%- endmacro %}


{#- Mean wait of answered contacts in seconds, ringing and zero waits included. -#}
{% macro average_speed_of_answer() -%}
    {{ rate('asa_wait_sec', 'asa_answered') }}
{%- endmacro %}
