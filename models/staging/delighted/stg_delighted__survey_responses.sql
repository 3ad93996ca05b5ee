{{ config(enabled=system_is_on('delighted')) }}

with

renamed as (
    select
        id as response_id,
        -- A person is an id or, where expanded, an object.
        case when json_type(person) = 'OBJECT' then person ->> 'id' else person ->> '$' end as person_id,
        survey_type,
        score,
        to_timestamp(created_at) at time zone 'UTC' as responded_at,
        -- Untouched rows have no time of change.
        to_timestamp(coalesce(updated_at, created_at)) at time zone 'UTC' as updated_at,
        person_properties ->> '{{ var("delighted_customer_property") }}' as customer_number,
        person_properties ->> '{{ var("delighted_case_property") }}' as case_number,
        person_properties ->> '{{ var("delighted_agent_property") }}' as agent_number,
        person_properties ->> '$."Delighted Source"' as delivery,
        tags
    from {{ source('delighted', 'survey_responses') }}
),

ranked as (
    select
        *,
        row_number() over (partition by response_id order by updated_at desc) as place
    from renamed
)

select
    response_id,
    person_id,
    survey_type,
    score,
    responded_at,
    updated_at,
    customer_number,
    case_number,
    agent_number,
    delivery,
    tags
from ranked
where place = 1
