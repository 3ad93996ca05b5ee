{{ config(enabled=system_is_on('qualtrics')) }}

with

entries as (
    select
        regexp_extract(filename, '(SV_[A-Za-z0-9]+)', 1) as survey_id,
        unnest(responses) as entry
    from {{ source('qualtrics', 'responses') }}
),

renamed as (
    select
        entry.responseId as response_id,
        survey_id,
        entry."values" as answers,
        cast(entry."values" ->> 'endDate' as timestamp) as ended_at,
        cast(entry."values" ->> 'recordedDate' as timestamp) as recorded_at,
        entry."values" ->> 'status' as status,
        -- Codes, or with useLabels words.
        lower(entry."values" ->> 'finished') in ('1', 'true') as is_finished,
        nullif(entry."values" ->> 'externalDataReference', '') as customer_number,
        nullif(lower(entry."values" ->> 'recipientEmail'), '') as email,
        entry."values" ->> 'distributionChannel' as distribution_channel,
        nullif(entry."values" ->> '{{ var("qualtrics_case_field") }}', '') as case_number,
        nullif(entry."values" ->> '{{ var("qualtrics_agent_field") }}', '') as agent_number
    from entries
),

ranked as (
    select
        *,
        row_number() over (partition by response_id order by recorded_at desc, survey_id) as place
    from renamed
)

select
    response_id,
    survey_id,
    answers,
    ended_at,
    recorded_at,
    status,
    is_finished,
    customer_number,
    email,
    distribution_channel,
    case_number,
    agent_number
from ranked
where place = 1
