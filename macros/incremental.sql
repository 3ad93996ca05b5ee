{#- Before a change in place: rows of systems that are off go, and so do those of the last `lookback_days`, which are made again:
    a late row, a changed one and one that is gone then come out as in a full refresh. -#}
{% macro forget_recent(event_time) -%}
    {%- if is_incremental() -%}
    delete from {{ this }}
    where source_system not in ('{{ (var('systems') or ['']) | join("', '") }}')
        or {{ event_time }} >= (select max({{ event_time }}) from {{ this }}) - interval '{{ var('lookback_days', 35) }} days'
    {%- endif -%}
{%- endmacro %}


{#- Ids of delivered rows that are not in the table yet, or that were loaded again since. To stand in an incremental run. -#}
{% macro new_or_loaded_again(delivered, key, group_by_key=none) -%}
    select delivered.{{ group_by_key or key }}
    from {{ delivered }} as delivered
    left join {{ this }} as known
        on known.{{ key }} = delivered.{{ key }}
    where known.{{ key }} is null
        or known.loaded_at is distinct from delivered.loaded_at
{%- endmacro %}
