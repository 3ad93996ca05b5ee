{#- Parties that share an identifier are one customer, over any number of steps: connected components. -#}

{%- set sightings = {
    'interactions': 'started_at', 'cases': 'created_at', 'surveys': 'coalesce(sent_at, responded_at)',
    'orders': 'ordered_at', 'customer_profiles': 'started_at', 'customer_months': 'cast(month as timestamp)',
} %}
{%- set rounds = 2 %}

with recursive

identities as (
    select * from {{ ref('party_identities') }}
),

seen as (
    select
        party_id,
        source_system,
        first_seen_at as seen_at
    from identities
    {% for object, moment in sightings.items() %}
    union all
    select
        party_id,
        source_system,
        {{ moment }} as seen_at
    from ({{ union_systems(object) }}) as delivered
    {% endfor %}
),

parties as materialized (
    select
        party_id,
        min(source_system) as source_system,
        min(seen_at) filter (where seen_at <= {{ run_start() }}) as first_seen_at
    from seen
    where party_id is not null
    group by party_id
),

-- Most parties share nothing: only the others have to be connected.
sharing as materialized (
    select
        party_id,
        kind,
        value
    from identities
    where standing = 'usable'
        and party_count > 1
),

-- The lower the number, the earlier the party was seen: the lowest one of a component gives the customer its id.
numbered as materialized (
    select
        parties.party_id,
        row_number() over (order by parties.first_seen_at nulls last, parties.party_id) as party_no
    from parties
    semi join sharing
        on sharing.party_id = parties.party_id
),

hung as (
    select
        numbered.party_no,
        min(numbered.party_no) over (partition by sharing.kind, sharing.value) as first_no
    from sharing
    inner join numbered
        on numbered.party_id = sharing.party_id
),

-- All parties of an identifier hang on its first one: as many edges as needed and no more.
edges_0 as materialized (
    select distinct
        party_no,
        first_no
    from hung
    where party_no <> first_no
),

{% for round in range(1, rounds + 1) -%}
-- Every party joins the earliest one that it hears of; what still leads from one group to another is the next, smaller graph.
labels_{{ round }} as materialized (
    select
        party_no,
        min(first_no) as label
    from edges_{{ round - 1 }}
    group by party_no
),

edges_{{ round }} as materialized (
    select distinct
        greatest(label, first_label) as party_no,
        least(label, first_label) as first_no
    from (
        select
            coalesce(own.label, edges.party_no) as label,
            coalesce(first.label, edges.first_no) as first_label
        from edges_{{ round - 1 }} as edges
        left join labels_{{ round }} as own
            on own.party_no = edges.party_no
        left join labels_{{ round }} as first
            on first.party_no = edges.first_no

        union all

        select
            own.label,
            first.label
        from labels_{{ round }} as own
        inner join labels_{{ round }} as first
            on first.party_no = own.label
    ) as led
    where label <> first_label
),

{% endfor -%}
-- What is left are long chains. Every party takes the lowest number it hears of: from its label's own label, and from its
-- neighbours, which it also passes on to its label. So the number of rounds grows with the logarithm of a chain's length.
rest (party_no, label) using key (party_no) as (
    select
        party_no,
        min(label) as label
    from (
        select party_no, first_no as label from edges_{{ rounds }}
        union all
        select first_no, first_no from edges_{{ rounds }}
    ) as first_labels
    group by party_no

    union

    select
        party_no,
        min(label) as label
    from (
        select
            own.party_no,
            next.label
        from recurring.rest as own
        inner join recurring.rest as next
            on next.party_no = own.label
        where next.label < own.label

        union all

        select
            unnest([heard.party_no, heard.label]) as party_no,
            heard.lower_label as label
        from (
            select
                case when own.label > first.label then edges.party_no else edges.first_no end as party_no,
                greatest(own.label, first.label) as label,
                least(own.label, first.label) as lower_label
            from edges_{{ rounds }} as edges
            inner join recurring.rest as own
                on own.party_no = edges.party_no
            inner join recurring.rest as first
                on first.party_no = edges.first_no
            where own.label <> first.label
        ) as heard
    ) as told
    group by party_no
),

-- Back from the smallest graph to the parties: each takes the label of its label.
settled_0 as (
    select
        party_id,
        party_no as label
    from numbered
),

{% for round in range(1, rounds + 1) -%}
settled_{{ round }} as (
    select
        settled.party_id,
        coalesce(labels.label, settled.label) as label
    from settled_{{ round - 1 }} as settled
    left join labels_{{ round }} as labels
        on labels.party_no = settled.label
),

{% endfor -%}
components as (
    select
        settled.party_id,
        first_parties.party_id as first_party_id
    from settled_{{ rounds }} as settled
    left join rest
        on rest.party_no = settled.label
    inner join numbered as first_parties
        on first_parties.party_no = coalesce(rest.label, settled.label)
)

select
    parties.party_id,
    parties.source_system,
    {{ customer_id_of('coalesce(components.first_party_id, parties.party_id)') }} as customer_id,
    parties.first_seen_at
from parties
left join components
    on components.party_id = parties.party_id
