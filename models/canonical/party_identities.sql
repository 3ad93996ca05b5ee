{#- What systems know of their parties, normalised so that the same number or address is the same text. -#}

with

delivered as (
    {{ union_systems('identities') }}
),

source_systems as (
    select * from {{ ref('source_systems') }}
),

placeholders as (
    select * from {{ ref('identity_placeholders') }}
),

normalised as (
    select
        delivered.party_id,
        delivered.source_system,
        delivered.kind,
        delivered.value as delivered_value,
        case delivered.kind
            when 'phone' then {{ to_e164('delivered.value', 'source_systems.phone_country_code', 'source_systems.phone_trunk_prefix') }}
            when 'email' then {{ to_email('delivered.value') }}
            else nullif(trim(delivered.value), '')
        end as normalised_value,
        case when delivered.first_seen_at <= {{ run_start() }} then delivered.first_seen_at end as first_seen_at
    from delivered
    left join source_systems
        on source_systems.source_system = delivered.source_system
    where delivered.party_id is not null
        and delivered.value is not null
),

-- A placeholder may be written as the vendor has it ("anonymous") or be a well-formed value (no-reply@example.com).
judged as (
    select
        normalised.party_id,
        normalised.source_system,
        normalised.kind,
        coalesce(normalised.normalised_value, lower(trim(normalised.delivered_value))) as value,
        case
            when placeholders.value is not null then 'placeholder'
            when normalised.normalised_value is null then 'malformed'
        end as flaw,
        normalised.first_seen_at
    from normalised
    left join placeholders
        on placeholders.kind = normalised.kind
        and placeholders.value = lower(coalesce(normalised.normalised_value, trim(normalised.delivered_value)))
),

merged as (
    select
        party_id,
        source_system,
        kind,
        value,
        flaw,
        min(first_seen_at) as first_seen_at
    from judged
    group by party_id, source_system, kind, value, flaw
),

sharing as (
    select
        kind,
        value,
        count(*) as party_count
    from merged
    group by kind, value
)

select
    merged.party_id,
    merged.source_system,
    merged.kind,
    merged.value,
    case
        when merged.flaw is not null then merged.flaw
        when sharing.party_count > {{ var('identity_hub_limit', 25) }} then 'hub'
        else 'usable'
    end as standing,
    sharing.party_count,
    merged.first_seen_at
from merged
inner join sharing
    on sharing.kind = merged.kind
    and sharing.value = merged.value
