{#- "Now" for every model: the variable, or else the latest load or event not after the run's start. -#}

with

moments as (
    select loaded_at as moment from {{ ref('interactions') }}
    union all
    select ended_at from {{ ref('interactions') }}
    union all
    select loaded_at from {{ ref('cases') }}
    union all
    select entered_at from {{ ref('case_status_history') }}
),

latest as (
    select max(moment) as moment
    from moments
    where moment <= {{ run_start() }}
)

select
    {% if var('as_of', none) is none -%}
    coalesce(moment, {{ run_start() }}) as as_of,
    case when moment is not null then 'latest load or event' else 'run start' end as origin
    {%- else -%}
    cast('{{ var("as_of") }}' as timestamp) as as_of,
    'variable' as origin
    {%- endif %}
from latest
