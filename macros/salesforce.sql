{#- A record id in its form of 18 characters. That of 15 tells A from a, so no join may fold its case; the three characters
    more say which letters are capitals. -#}
{% macro salesforce_id(id) -%}
    case length({{ id }})
        when 15 then {{ id }} || array_to_string([
            substr(
                'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345',
                1 + cast(list_sum([
                    case when substr({{ id }}, 5 * chunk + place, 1) between 'A' and 'Z' then 1 << (place - 1) else 0 end
                    for place in [1, 2, 3, 4, 5]
                ]) as integer),
                1
            )
            for chunk in [0, 1, 2]
        ], '')
        else {{ id }}
    end
{%- endmacro %}


{#- A field of a record as a moment in UTC; REST writes +0000, Bulk Z. -#}
{% macro salesforce_time(field) -%}
    cast(record ->> '{{ field }}' as timestamp)
{%- endmacro %}


{#- The records of a SOQL query's pages, one row each in its latest state, as JSON: accounts differ in their fields, and a
    field that the user may not see is missing. -#}
{% macro salesforce_records(object, modified='SystemModstamp') -%}
    select
        id,
        record,
        loaded_at
    from (
        select
            id,
            record,
            -- The page tells no time of its own; the last change in it does.
            max(modified_at) filter (where modified_at <= {{ run_start() }}) over (partition by filename) as loaded_at,
            row_number() over (partition by id order by modified_at desc, filename desc) as place
        from (
            select
                filename,
                {{ salesforce_id("(record ->> 'Id')") }} as id,
                {{ salesforce_time(modified) }} as modified_at,
                record
            from (
                select filename, unnest(records) as record
                from {{ source('salesforce', object) }}
            ) as pages
        ) as identified
    ) as ranked
    where place = 1
{%- endmacro %}
