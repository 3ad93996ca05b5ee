{#- A telephone number as delivered -> E.164 ("+84901234567"), or NULL where it is none. National numbers get the country
    code of their system: seed source_systems. -#}
{% macro to_e164(number, country_code, trunk_prefix) -%}
    {#- Without scheme, host, extension, blanks and punctuation; "(0)" stands for a prefix that is not dialled from abroad. -#}
    {%- set bare = "regexp_replace(regexp_replace(regexp_replace(lower(trim(" ~ number ~ ")), '^(tel|sips?):', ''),"
        ~ " '(;|@|,|#|x|ext).*$', ''), '\\(0\\)|[\\s().\\-/]', '', 'g')" -%}
    {%- set dialled = "regexp_replace(" ~ bare ~ ", case when " ~ country_code ~ " = '1' then '^(00|011)' else '^00' end, '+')" -%}
    {%- set digits = "ltrim(" ~ dialled ~ ", '+')" -%}
    case
        -- The common case first: it needs no cleaning.
        when regexp_full_match({{ number }}, '\+[1-9][0-9]{6,14}') then {{ number }}
        when not regexp_full_match({{ dialled }}, '\+?[0-9]{7,17}') then null
        when starts_with({{ dialled }}, '+')
            then case when regexp_full_match({{ dialled }}, '\+[1-9][0-9]{6,14}') then {{ dialled }} end
        when coalesce({{ trunk_prefix }}, '') <> '' and starts_with({{ digits }}, {{ trunk_prefix }})
            then '+' || {{ country_code }} || substr({{ digits }}, length({{ trunk_prefix }}) + 1)
        -- Long enough to carry its country code already.
        when starts_with({{ digits }}, {{ country_code }}) and length({{ digits }}) >= length({{ country_code }}) + 8
            then '+' || {{ digits }}
        else '+' || {{ country_code }} || {{ digits }}
    end
{%- endmacro %}


{#- An e-mail address as delivered -> lower case, without blanks and display name, or NULL where it is none. -#}
{% macro to_email(address) -%}
    nullif(
        regexp_extract(lower(trim({{ address }})), '^(?:mailto:|[^<]*<)?\s*([^\s<>@:,;]+@[^\s<>@:,;]+\.[^\s<>@:,;]+)\s*>?$', 1), ''
    )
{%- endmacro %}


{#- The id of a customer: from the party first seen of all that belong to it, so that it stays when others come. Hashed,
    since a party may be a telephone number. -#}
{% macro customer_id_of(party_id) -%}
    -- Whoever was erased (tally purge) stays one customer, whom nothing names.
    case
        when contains({{ party_id }}, 'erased:') then regexp_extract({{ party_id }}, 'erased:[0-9a-f]+')
        else 'customer:' || left(md5('{{ var("customer_id_salt", "") }}' || {{ party_id }}), 20)
    end
{%- endmacro %}


{#- The rows of an object that are about a customer, with customer_id in the place of party_id. -#}
{% macro union_systems_of_customers(object) %}
    {%- set contract = canonical_contract(object) -%}
    select
        {%- for column in contract %}
        {% if column == 'party_id' -%}
        parties.customer_id
        {%- else -%}
        delivered.{{ column }}
        {%- endif -%}
        {{ ',' if not loop.last }}
        {%- endfor %}
    from ({{ union_systems(object) }}) as delivered
    left join {{ ref('customer_parties') }} as parties
        on parties.party_id = delivered.party_id
{% endmacro %}
