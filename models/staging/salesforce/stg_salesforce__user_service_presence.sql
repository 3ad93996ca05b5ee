{{ config(enabled=system_is_on('salesforce')) }}

with

dated as (
    select
        *,
        max(SystemModstamp) filter (where SystemModstamp <= {{ run_start() }}) over (partition by filename) as loaded_at,
        row_number() over (
            partition by {{ salesforce_id('Id') }} order by SystemModstamp desc, filename desc
        ) as place
    from {{ source('salesforce', 'UserServicePresence') }}
)

select
    {{ salesforce_id('Id') }} as presence_id,
    {{ salesforce_id('UserId') }} as user_id,
    "ServicePresenceStatus.DeveloperName" as presence_status,
    StatusStartDate as started_at,
    StatusEndDate as ended_at,
    loaded_at
from dated
where place = 1
