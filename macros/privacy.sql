{#- All that names a customer, one value a row: what `tally purge --customer` hashes, records and takes out. The ids that systems have given, and
    what is known of each as it was delivered and as it was normalised. What several people share (a switchboard) or nobody has (a placeholder)
    is not the customer's: it stays. -#}
{% macro personal_values(customer_id) %}
    with

    parties as (
        select party_id from {{ ref('customer_parties') }} where customer_id = '{{ customer_id | replace("'", "''") }}'
    ),

    identities as (
        select * from {{ ref('party_identities') }} where party_id in (from parties)
    ),

    delivered as (
        {{ union_systems('identities') }}
    )

    select party_id as value from parties
    union
    select value from identities where standing = 'usable'
    union
    select delivered.value
    from delivered
    where delivered.party_id in (from parties)
        and not exists (
            select 1
            from identities
            where identities.party_id = delivered.party_id
                and identities.kind = delivered.kind
                and identities.standing in ('hub', 'placeholder')
        )
{% endmacro %}
