{#- "Now" for every model: the variable, or else the latest load or event. Nothing later than the run's start gets here. -#}

with

moments as (
    select loaded_at as moment from {{ ref('interactions') }}
    union all
    select ended_at from {{ ref('interactions') }}
    union all
    select loaded_at from {{ ref('cases') }}
    union all
    select entered_at from {{ ref('case_status_history') }}
)

select
    {% if var('as_of', none) is none -%}
    max(moment) as as_of,
    'latest load or event' as origin
    {%- else -%}
    cast('{{ var("as_of") }}' as timestamp) as as_of,
    'variable' as origin
    {%- endif %}
from moments
where moment <= {{ run_start() }}
