{{ config(enabled=system_is_on('five9')) }}

with

rows_of_files as (
    select * from {{ source('five9', 'agents_information') }}
),

renamed as (
    select
        filename,
        lower({{ five9_text('"AGENT"') }}) as agent_id,
        {{ five9_text('"AGENT ID"') }} as agent_number,
        coalesce(
            {{ five9_text('"AGENT NAME"') }},
            nullif(trim(concat_ws(' ', {{ five9_text('"AGENT FIRST NAME"') }}, {{ five9_text('"AGENT LAST NAME"') }})), '')
        ) as name,
        lower({{ five9_text('"AGENT EMAIL"') }}) as email,
        {{ five9_text('"EXTENSION"') }} as extension
    from rows_of_files
    where {{ five9_text('"AGENT"') }} is not null
),

-- The report carries no time: the file whose name comes last is the latest.
ranked as (
    select
        *,
        row_number() over (partition by agent_id order by filename desc, agent_number desc) as place
    from renamed
)

select
    agent_id,
    agent_number,
    name,
    email,
    extension
from ranked
where place = 1
