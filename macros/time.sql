{#- Wall-clock time of an IANA zone -> UTC. -#}
{% macro to_utc(local_time, timezone) -%}
    (({{ local_time }}) at time zone {{ timezone }} at time zone 'UTC')
{%- endmacro %}


{#- UTC -> wall-clock time of an IANA zone. -#}
{% macro to_local(utc_time, timezone) -%}
    (({{ utc_time }}) at time zone 'UTC' at time zone {{ timezone }})
{%- endmacro %}


{#- The start of the half hour in which a moment lies. -#}
{% macro half_hour_of(moment) -%}
    (date_trunc('hour', {{ moment }}) + interval '30 minutes' * cast(floor(extract(minute from {{ moment }}) / 30) as integer))
{%- endmacro %}


{#- Seconds from one moment to another, fractions kept. -#}
{% macro seconds_between(earlier, later) -%}
    extract(epoch from ({{ later }} - {{ earlier }}))
{%- endmacro %}


{#- The run's start as a UTC literal: rows dated after it are rejected and counted. The only clock the project knows. -#}
{% macro run_start() -%}
    cast('{{ run_started_at.strftime("%Y-%m-%d %H:%M:%S") }}' as timestamp)
{%- endmacro %}
