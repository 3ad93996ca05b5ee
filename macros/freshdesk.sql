{#- The value of a field of a Freshdesk object {name: value}; a Singer tap writes it as a list of {name or question, value}. -#}
{% macro freshdesk_field(fields, name) -%}
    case json_type({{ fields }})
        when 'ARRAY' then [
            field ->> 'value'
            for field in cast({{ fields }} as json[])
            if coalesce(field ->> 'name', field ->> 'question') = '{{ name }}'
        ][1]
        else {{ fields }} ->> '{{ name }}'
    end
{%- endmacro %}
