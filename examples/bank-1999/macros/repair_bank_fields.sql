{#- Some months hold rows of 16 fields: priority and type run together ("0       NW"), and everything behind them lies one
    column to the left, so that the last column is empty. Here each value is back in its own column. -#}
{% macro repair_bank_fields(relation) %}
    {%- set moved = [
        'type', 'date', 'vru_entry', 'vru_exit', 'vru_time', 'q_start', 'q_exit', 'q_time', 'outcome',
        'ser_start', 'ser_exit', 'ser_time', 'server',
    ] %}
    select
        vru_line,
        call_id,
        customer_id,
        substr(priority, 1, 1) as priority,
        case when server is null then trim(substr(priority, 2)) else type end as type
        {%- for place in range(1, moved | length) %},
        case when server is null then {{ moved[place - 1] }} else {{ moved[place] }} end as {{ moved[place] }}
        {%- endfor %}
    from {{ relation }}
{% endmacro %}
