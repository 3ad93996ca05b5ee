{#- One merge statement. -#}

{% macro get_merge_sql(target, source, unique_key, dest_columns, incremental_predicates=none) -%}
    {%- set predicates = kwargs.get('predicates', incremental_predicates) -%}
    {{ adapter.dispatch('get_merge_sql', 'dbt')(target, source, unique_key, dest_columns, predicates) }}
{%- endmacro %}

{% macro get_merge_unique_key_match(source_unique_key, target_unique_key) -%}
    {{ return(adapter.dispatch('get_merge_unique_key_match', 'dbt')(source_unique_key, target_unique_key)) }}
{%- endmacro %}

{#- A null is no key: it never matches. -#}
{% macro default__get_merge_unique_key_match(source_unique_key, target_unique_key) %}{{ return(source_unique_key ~ ' = ' ~ target_unique_key) }}{% endmacro %}

{#- The columns that a match updates. -#}
{% macro get_merge_update_columns(merge_update_columns, merge_exclude_columns, dest_columns) -%}
    {{ return(adapter.dispatch('get_merge_update_columns', 'dbt')(merge_update_columns, merge_exclude_columns, dest_columns)) }}
{%- endmacro %}

{% macro default__get_merge_update_columns(merge_update_columns, merge_exclude_columns, dest_columns) -%}
    {%- if merge_update_columns and merge_exclude_columns -%}
        {{ exceptions.raise_compiler_error('merge_update_columns and merge_exclude_columns cannot both be set') }}
    {%- endif -%}
    {%- if merge_update_columns -%}{{ return(merge_update_columns | list) }}{%- endif -%}
    {%- set excluded = (merge_exclude_columns or []) | map('lower') | list -%}
    {%- set columns = [] -%}
    {%- for column in dest_columns if column.name | lower not in excluded -%}{%- do columns.append(column.quoted) -%}{%- endfor -%}
    {{ return(columns) }}
{%- endmacro %}

{% macro merge_join_predicates(unique_key, incremental_predicates) -%}
    {%- set predicates = normalize_incremental_predicates(incremental_predicates) | list -%}
    {%- for key in ([unique_key] if unique_key is string else unique_key or []) -%}
        {%- do predicates.append(get_merge_unique_key_match('DBT_INTERNAL_SOURCE.' ~ key, 'DBT_INTERNAL_DEST.' ~ key)) -%}
    {%- endfor -%}
    {{ return(predicates if unique_key else predicates + ['false']) }}
{%- endmacro %}

{% macro default__get_merge_sql(target, source, unique_key, dest_columns, incremental_predicates=none) -%}
    {%- set columns = get_quoted_csv(dest_columns | map(attribute='name')) -%}
    {%- set update_columns = get_merge_update_columns(config.get('merge_update_columns'), config.get('merge_exclude_columns'), dest_columns) -%}
    merge into {{ target }} as DBT_INTERNAL_DEST
    using {{ source }} as DBT_INTERNAL_SOURCE
    on ({{ merge_join_predicates(unique_key, incremental_predicates) | join(') and (') }})
    {%- if unique_key and update_columns %}
    when matched then update set {{ merge_assignments(update_columns, {}) }}
    {%- endif %}
    when not matched then insert ({{ columns }}) values ({{ columns }})
{%- endmacro %}

{#- DuckDB's merge, with what dbt-duckdb lets a model configure of it. Without a key nothing can match: a plain insert. -#}
{% macro duckdb__get_merge_sql(target, source, unique_key, dest_columns, incremental_predicates=none) -%}
    {%- set using_columns = config.get('merge_on_using_columns') -%}
    {%- set clauses = config.get('merge_clauses', {}) -%}
    {%- if not unique_key and not using_columns and not clauses -%}
    {{ get_insert_into_sql(target, source, dest_columns) }}
    {%- else -%}
    {%- set update_columns = get_merge_update_columns(config.get('merge_update_columns'), config.get('merge_exclude_columns'), dest_columns) -%}
    {%- set updating = {'action': 'update', 'condition': config.get('merge_update_condition'), 'columns': update_columns, 'set': config.get('merge_update_set_expressions', {})} -%}
    {%- set inserting = {'action': 'insert', 'condition': config.get('merge_insert_condition')} -%}
    merge into {{ target }} as DBT_INTERNAL_DEST
    using {{ source }} as DBT_INTERNAL_SOURCE
    {% if using_columns -%}
    using ({{ using_columns | join(', ') }})
    {%- else -%}
    on ({{ merge_join_predicates(unique_key, incremental_predicates) | join(') and (') }})
    {%- endif -%}
    {%- for clause in clauses.get('when_matched', [updating]) %}
    when matched {{- merge_condition(clause) }} then {{ merge_action(clause, dest_columns) }}
    {%- endfor -%}
    {%- for clause in clauses.get('when_not_matched', [inserting]) %}
    when not matched {{- ' by ' ~ clause['by'] if clause.get('by') }} {{- merge_condition(clause) }} then {{ merge_action(clause, dest_columns, matched=false) }}
    {%- endfor -%}
    {%- endif -%}
{%- endmacro %}

{% macro merge_condition(clause) -%}
    {%- set condition = clause.get('condition') -%}
    {%- if condition %} and ({{ condition if condition is string else condition | join(') and (') }}){% endif -%}
{%- endmacro %}

{#- An update names its columns, or is by name, by position or of all (star); an insert likewise. What matches nothing has no row to update from. -#}
{% macro merge_action(clause, dest_columns, matched=true) -%}
    {%- set action = clause.get('action') -%}
    {%- set mode = clause.get('mode') -%}
    {%- set columns = get_quoted_csv(dest_columns | map(attribute='name')) -%}
    {%- if action == 'update' -%}
        {%- if mode in ('by_name', 'by_position') -%}update {{ mode | replace('_', ' ') }}
        {%- elif mode == 'star' -%}update set *
        {%- else -%}
            {%- set update = clause.get('update', {}) -%}
            {%- set chosen = clause.get('columns') or get_merge_update_columns(update.get('include'), update.get('exclude'), dest_columns) if matched else [] -%}
            update set {{ merge_assignments(chosen, clause.get('set') or clause.get('set_expressions') or update.get('set_expressions') or {}) }}
        {%- endif -%}
    {%- elif action == 'insert' -%}
        {%- if mode in ('by_name', 'by_position') -%}insert {{ mode | replace('_', ' ') }}
        {%- elif mode == 'star' -%}insert *
        {%- else -%}
            {%- set insert = clause.get('insert', {}) -%}
            insert ({{ insert['columns'] | join(', ') if insert.get('columns') else columns }}) values ({{ insert['values'] | join(', ') if insert.get('values') else merge_source_columns(dest_columns) }})
        {%- endif -%}
    {%- elif action == 'delete' -%}delete
    {%- elif action == 'do_nothing' -%}do nothing
    {%- elif action == 'error' -%}error{{ ' ' ~ string_literal(escape_single_quotes(clause['error_message'])) if clause.get('error_message') }}
    {%- else -%}{{ exceptions.raise_compiler_error("merge_clauses: the action of a clause is update, insert, delete, do_nothing or error, not '" ~ action ~ "'") }}
    {%- endif -%}
{%- endmacro %}

{% macro merge_source_columns(dest_columns) -%}
    {%- for column in dest_columns -%}DBT_INTERNAL_SOURCE.{{ column.quoted }}{{ ', ' if not loop.last }}{%- endfor -%}
{%- endmacro %}

{#- What is set to an expression is not set to the source's column too. -#}
{% macro merge_assignments(columns, expressions) -%}
    {%- set assignments = [] -%}
    {%- for column, expression in expressions.items() -%}{%- do assignments.append(column ~ ' = ' ~ expression) -%}{%- endfor -%}
    {%- set taken = expressions.keys() | map('lower') | list -%}
    {%- for column in columns if column | replace('"', '') | lower not in taken -%}{%- do assignments.append(column ~ ' = DBT_INTERNAL_SOURCE.' ~ column) -%}{%- endfor -%}
    {{ return(assignments | join(', ')) }}
{%- endmacro %}
