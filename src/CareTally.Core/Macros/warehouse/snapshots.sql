{#- The SQL of snapshots, in the pieces that packages replace. The orchestration is tally's own: it looks at the snapshot and its query,
    checks the key, and runs what these macros say. -#}

{% macro get_snapshot_table_column_names() -%}
    {{ return({'dbt_valid_to': 'dbt_valid_to', 'dbt_valid_from': 'dbt_valid_from', 'dbt_scd_id': 'dbt_scd_id', 'dbt_updated_at': 'dbt_updated_at', 'dbt_is_deleted': 'dbt_is_deleted'}) }}
{%- endmacro %}

{#- What tells the states of all rows apart. -#}
{% macro snapshot_hash_arguments(args) -%}{{ adapter.dispatch('snapshot_hash_arguments', 'dbt')(args) }}{%- endmacro %}

{% macro default__snapshot_hash_arguments(args) -%}
    md5({%- for arg in args -%}
        coalesce(cast({{ arg }} as varchar), ''){{ " || '|' || " if not loop.last }}
    {%- endfor -%})
{%- endmacro %}

{#- The macro of a strategy, by its name or by its package's and its own. -#}
{% macro strategy_dispatch(name) -%}
    {%- set seen = context -%}
    {%- set own = name -%}
    {%- if '.' in name -%}
        {%- set package, own = name.split('.', 1) -%}
        {%- if package not in context -%}{{ exceptions.raise_compiler_error("there is no package '" ~ package ~ "' with a snapshot strategy '" ~ own ~ "'") }}{%- endif -%}
        {%- set seen = context[package] -%}
    {%- endif -%}
    {%- set searched = 'snapshot_' ~ own ~ '_strategy' -%}
    {%- if searched not in seen -%}{{ exceptions.raise_compiler_error("there is no macro '" ~ searched ~ "'") }}{%- endif -%}
    {{ return(seen[searched]) }}
{%- endmacro %}

{#- A row has changed where it was updated later than the state that is kept: that works too where the strategy was another one before, which
    wrote down the moment of its run, and where the state began later because the row had been gone. -#}
{% macro snapshot_timestamp_strategy(node, snapshotted_rel, current_rel, model_config, target_exists) -%}
    {%- set columns = config.get('snapshot_table_column_names') or get_snapshot_table_column_names() -%}
    {%- set updated_at = config.get('updated_at') -%}
    {%- set hard_deletes = adapter.get_hard_deletes_behavior(config) -%}
    {{ return({
        'unique_key': config.get('unique_key'),
        'updated_at': updated_at,
        'row_changed': '(' ~ snapshotted_rel ~ '.' ~ columns.dbt_updated_at ~ ' < ' ~ current_rel ~ '.' ~ updated_at ~ ')',
        'scd_id': snapshot_hash_arguments(api.Relation.scd_args(config.get('unique_key'), updated_at)),
        'invalidate_hard_deletes': hard_deletes == 'invalidate',
        'hard_deletes': hard_deletes,
    }) }}
{%- endmacro %}

{#- A row has changed where one of the columns has; every row has where a column is compared that the snapshot does not have yet. -#}
{% macro snapshot_check_strategy(node, snapshotted_rel, current_rel, model_config, target_exists) -%}
    {%- set updated_at = config.get('updated_at') or snapshot_get_time() -%}
    {%- set hard_deletes = adapter.get_hard_deletes_behavior(config) -%}
    {%- set column_added, check_cols = snapshot_check_all_get_existing_columns(node, target_exists, config.get('check_cols')) -%}
    {%- set comparisons = [] -%}
    {%- for column in check_cols -%}
        {%- do comparisons.append(snapshotted_rel ~ '.' ~ column ~ ' is distinct from ' ~ current_rel ~ '.' ~ column) -%}
    {%- endfor -%}
    {{ return({
        'unique_key': config.get('unique_key'),
        'updated_at': updated_at,
        'row_changed': '(' ~ (get_true_sql() if column_added else comparisons | join(' or ') or 'false') ~ ')',
        'scd_id': snapshot_hash_arguments(api.Relation.scd_args(config.get('unique_key'), updated_at)),
        'invalidate_hard_deletes': hard_deletes == 'invalidate',
        'hard_deletes': hard_deletes,
    }) }}
{%- endmacro %}

{#- Whether a column to compare is new, and the others, quoted. -#}
{% macro snapshot_check_all_get_existing_columns(node, target_exists, check_cols_config) -%}
    {%- if not target_exists -%}{{ return((false, [])) }}{%- endif -%}
    {%- set query = node['compiled_code'] -%}
    {%- if check_cols_config != 'all' -%}{%- set query = 'select ' ~ check_cols_config | join(', ') ~ ' from (\n' ~ query ~ '\n) snapshot_query' -%}{%- endif -%}
    {%- set existing = adapter.get_columns_in_relation(this) | map(attribute='name') | map('lower') | list -%}
    {%- set found = namespace(added=false, columns=[]) -%}
    {%- for column in adapter.get_column_schema_from_query(query) -%}
        {%- if column.name | lower in existing -%}{%- do found.columns.append(column.quoted) -%}{%- else -%}{%- set found.added = true -%}{%- endif -%}
    {%- endfor -%}
    {{ return((found.added, found.columns)) }}
{%- endmacro %}

{% macro get_true_sql() %}{{ adapter.dispatch('get_true_sql', 'dbt')() }}{% endmacro %}
{% macro default__get_true_sql() %}{{ return('TRUE') }}{% endmacro %}

{% macro get_dbt_valid_to_current(strategy, columns) -%}
    coalesce(nullif({{ strategy.updated_at }}, {{ strategy.updated_at }}), {{ config.get('dbt_valid_to_current') or 'null' }}) as {{ columns.dbt_valid_to }}
{%- endmacro %}

{#- Whether a state is the one that holds now. -#}
{% macro snapshot_is_current(valid_to) -%}
    {%- set current = config.get('dbt_valid_to_current') -%}
    {%- if current -%}({{ equals(valid_to, current | trim) }} or {{ valid_to }} is null){%- else -%}{{ valid_to }} is null{%- endif -%}
{%- endmacro %}

{% macro unique_key_fields(unique_key) -%}
    {%- if unique_key | is_list -%}
        {%- for key in unique_key -%}{{ key }} as dbt_unique_key_{{ loop.index }}{{ ', ' if not loop.last }}{%- endfor -%}
    {%- else -%}{{ unique_key }} as dbt_unique_key{%- endif -%}
{%- endmacro %}

{#- The names that the fields have been given. -#}
{% macro unique_key_names(unique_key) -%}
    {%- if not unique_key | is_list -%}{{ return(['dbt_unique_key']) }}{%- endif -%}
    {%- set names = [] -%}
    {%- for key in unique_key -%}{%- do names.append('dbt_unique_key_' ~ loop.index) -%}{%- endfor -%}
    {{ return(names) }}
{%- endmacro %}

{% macro unique_key_join_on(unique_key, identifier, from_identifier) -%}
    {%- for name in unique_key_names(unique_key) -%}
        {{ equals(identifier ~ '.' ~ name, from_identifier ~ '.' ~ name) }}{{ ' and ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}

{% macro unique_key_is_null(unique_key, identifier) %}{{ identifier }}.{{ unique_key_names(unique_key)[0] }} is null{% endmacro %}
{% macro unique_key_is_not_null(unique_key, identifier) %}{{ identifier }}.{{ unique_key_names(unique_key)[0] }} is not null{% endmacro %}

{#- The query that a snapshot is first made with. -#}
{% macro build_snapshot_table(strategy, sql) %}{{ adapter.dispatch('build_snapshot_table', 'dbt')(strategy, sql) }}{% endmacro %}

{% macro default__build_snapshot_table(strategy, sql) -%}
    {%- set columns = config.get('snapshot_table_column_names') or get_snapshot_table_column_names() -%}
    select *,
        {{ strategy.scd_id }} as {{ columns.dbt_scd_id }},
        {{ strategy.updated_at }} as {{ columns.dbt_updated_at }},
        {{ strategy.updated_at }} as {{ columns.dbt_valid_from }},
        {{ get_dbt_valid_to_current(strategy, columns) }}
        {%- if strategy.hard_deletes == 'new_record' %},
        'False' as {{ columns.dbt_is_deleted }}
        {%- endif %}
    from (
{{ sql }}
    ) snapshot_query
{%- endmacro %}

{#- Whether a row was updated before the state that it follows began or ended: it had been gone, and is back as it was. Its state begins when it
    is seen again, so that no two states of a row hold at one time. -#}
{% macro snapshot_begins_late(strategy, columns) -%}
    given.{{ columns.dbt_updated_at }} < {{ 'coalesce(given.dbt_not_before, gone.dbt_not_before)' if strategy.hard_deletes == 'invalidate' else 'given.dbt_not_before' }}
{%- endmacro %}

{#- What has to be done: rows to insert, and states to end. Query and snapshot meet once, in a join that carries no more of the snapshot than
    the comparison needs. It is kept in a table of its own, so that the database knows how little it is when the rest is looked up for it. -#}
{% macro snapshot_staging_table(strategy, source_sql, target_relation) %}{{ adapter.dispatch('snapshot_staging_table', 'dbt')(strategy, source_sql, target_relation) }}{% endmacro %}

{% macro default__snapshot_staging_table(strategy, source_sql, target_relation) -%}
    {%- set columns = config.get('snapshot_table_column_names') or get_snapshot_table_column_names() -%}
    {%- set keeps_deletes = strategy.hard_deletes == 'new_record' -%}
    {%- set ends_deletes = keeps_deletes or strategy.hard_deletes == 'invalidate' -%}
    {%- set keys = unique_key_names(strategy.unique_key) -%}
    {%- set there = adapter.get_columns_in_relation(target_relation) | map(attribute='name') | map('lower') | list -%}
    {%- set source_columns = adapter.get_column_schema_from_query(source_sql) -%}
    {%- set quoted = source_columns | map(attribute='quoted') | list -%}
    {%- set changed = api.Relation.create(identifier='tally_snapshot_changed', type='table') -%}
    {%- call statement() -%}
    create temporary table {{ changed }} as
    with snapshotted_data as (
        select *, {{ unique_key_fields(strategy.unique_key) }}, true as dbt_is_known
        from {{ target_relation }}
        where {{ snapshot_is_current(columns.dbt_valid_to) }}
    ),

    source_data as (
        select *, {{ unique_key_fields(strategy.unique_key) }}, true as dbt_is_given,
            {{ strategy.updated_at }} as {{ columns.dbt_updated_at }},
            {{ strategy.updated_at }} as {{ columns.dbt_valid_from }},
            {{ strategy.scd_id }} as {{ columns.dbt_scd_id }}
        from (
{{ source_sql }}
        ) snapshot_query
    )

    select
        {% for column in quoted %}source_data.{{ column }}, {% endfor %}
        {% for key in keys %}{{ 'coalesce(source_data.' ~ key ~ ', snapshotted_data.' ~ key ~ ') as ' ~ key if ends_deletes else 'source_data.' ~ key }}, {% endfor %}
        snapshotted_data.dbt_is_known,
        {%- if ends_deletes %}
        snapshotted_data.{{ columns.dbt_valid_from }} as dbt_not_before,
        {%- endif %}
        source_data.dbt_is_given
    from source_data
    {{ 'full' if ends_deletes else 'left' }} join snapshotted_data on {{ unique_key_join_on(strategy.unique_key, 'snapshotted_data', 'source_data') }}
    where snapshotted_data.dbt_is_known is null
        or (source_data.dbt_is_given and {{ strategy.row_changed }})
        {%- if keeps_deletes %}
        or (source_data.dbt_is_given and snapshotted_data.{{ columns.dbt_is_deleted }} = 'True')
        or (source_data.dbt_is_given is null and snapshotted_data.{{ columns.dbt_is_deleted }} is distinct from 'True')
        {%- elif ends_deletes %}
        or source_data.dbt_is_given is null
        {%- endif %}
    {%- endcall -%}

    with snapshotted_data as (
        select *, {{ unique_key_fields(strategy.unique_key) }}
        from {{ target_relation }}
        where {{ snapshot_is_current(columns.dbt_valid_to) }}
    ),

    ended as materialized (
        select {{ '*' if keeps_deletes else (keys + [columns.dbt_scd_id]) | join(', ') }}
        from snapshotted_data
        where ({{ keys | join(', ') }}) in (select {{ keys | join(', ') }} from {{ changed }} where dbt_is_known)
    ),
    {%- if strategy.hard_deletes == 'invalidate' %}

    gone as (
        select {{ keys | join(', ') }}, max({{ columns.dbt_valid_to }}) as dbt_not_before
        from (
            select *, {{ unique_key_fields(strategy.unique_key) }}
            from {{ target_relation }}
        ) snapshotted_data
        where ({{ keys | join(', ') }}) in (select {{ keys | join(', ') }} from {{ changed }} where dbt_is_known is null)
        group by {{ keys | join(', ') }}
    ),
    {%- endif %}

    given as (
        select *,
            {{ strategy.updated_at }} as {{ columns.dbt_updated_at }},
            {{ get_dbt_valid_to_current(strategy, columns) }},
            {{ strategy.scd_id }} as {{ columns.dbt_scd_id }}
        from {{ changed }}
        where dbt_is_given
    ),

    source_data as (
        select {% for column in quoted + keys + [columns.dbt_updated_at, columns.dbt_valid_to] %}given.{{ column }}, {% endfor %}
            {%- if ends_deletes %}
            case when {{ snapshot_begins_late(strategy, columns) }} then {{ snapshot_get_time() }} else given.{{ columns.dbt_updated_at }} end as {{ columns.dbt_valid_from }},
            case when {{ snapshot_begins_late(strategy, columns) }} then {{ snapshot_hash_arguments(['given.' ~ columns.dbt_scd_id, snapshot_get_time()]) }} else given.{{ columns.dbt_scd_id }} end as {{ columns.dbt_scd_id }}
            {%- else %}
            given.{{ columns.dbt_updated_at }} as {{ columns.dbt_valid_from }},
            given.{{ columns.dbt_scd_id }}
            {%- endif %}
        from given
        {%- if strategy.hard_deletes == 'invalidate' %}
        left join gone on {{ unique_key_join_on(strategy.unique_key, 'gone', 'given') }}
        {%- endif %}
    )

    select
        'insert' as dbt_change_type,
        {% for column in quoted + keys %}{{ column }}, {% endfor %}
        {{ columns.dbt_updated_at }},
        {{ columns.dbt_valid_from }},
        {{ columns.dbt_valid_to }},
        {{ columns.dbt_scd_id }}
        {%- if keeps_deletes %},
        'False' as {{ columns.dbt_is_deleted }}
        {%- endif %}
    from source_data

    union all
    select
        'update',
        {% for column in quoted + keys %}source_data.{{ column }}, {% endfor %}
        source_data.{{ columns.dbt_updated_at }},
        source_data.{{ columns.dbt_updated_at }},
        source_data.{{ columns.dbt_valid_from }},
        ended.{{ columns.dbt_scd_id }}
        {%- if keeps_deletes %},
        ended.{{ columns.dbt_is_deleted }}
        {%- endif %}
    from source_data
    join ended on {{ unique_key_join_on(strategy.unique_key, 'ended', 'source_data') }}
    {%- if ends_deletes %}

    union all
    select
        'delete',
        {% for column in quoted + keys %}null, {% endfor %}
        {{ snapshot_get_time() }},
        {{ snapshot_get_time() }},
        {{ snapshot_get_time() }},
        ended.{{ columns.dbt_scd_id }}
        {%- if keeps_deletes %},
        ended.{{ columns.dbt_is_deleted }}
        {%- endif %}
    from ended
    where ({{ keys | join(', ') }}) in (select {{ keys | join(', ') }} from {{ changed }} where dbt_is_given is null)
    {%- endif %}
    {%- if keeps_deletes %}

    union all
    select
        'insert',
        {% for column in source_columns %}{{ column.quoted if column.name | lower in there else 'null' }}, {% endfor %}
        {%- for key in keys %}{{ key }}, {% endfor %}
        {{ snapshot_get_time() }},
        {{ snapshot_get_time() }},
        {{ columns.dbt_valid_to }},
        {{ snapshot_hash_arguments([columns.dbt_scd_id, snapshot_get_time()]) }},
        'True'
    from ended
    where ({{ keys | join(', ') }}) in (select {{ keys | join(', ') }} from {{ changed }} where dbt_is_given is null)
    {%- endif %}
{%- endmacro %}

{% macro create_columns(relation, columns) %}{{ adapter.dispatch('create_columns', 'dbt')(relation, columns) }}{% endmacro %}

{% macro default__create_columns(relation, columns) -%}
    {%- for column in columns -%}
        {%- call statement() -%}alter table {{ relation.render() }} add column {{ column.quoted }} {{ column.expanded_data_type }}{%- endcall -%}
    {%- endfor -%}
{%- endmacro %}

{#- The statements that do what has to be done. -#}
{% macro snapshot_merge_sql(target, source, insert_cols) %}{{ adapter.dispatch('snapshot_merge_sql', 'dbt')(target, source, insert_cols) }}{% endmacro %}

{% macro default__snapshot_merge_sql(target, source, insert_cols) -%}
    {%- set columns = config.get('snapshot_table_column_names') or get_snapshot_table_column_names() -%}
    update {{ target }} as dbt_internal_dest
    set {{ columns.dbt_valid_to }} = dbt_internal_source.{{ columns.dbt_valid_to }}
    from {{ source }} as dbt_internal_source
    where dbt_internal_source.{{ columns.dbt_scd_id }} = dbt_internal_dest.{{ columns.dbt_scd_id }}
        and dbt_internal_source.dbt_change_type in ('update', 'delete')
        and {{ snapshot_is_current('dbt_internal_dest.' ~ columns.dbt_valid_to) }};

    insert into {{ target }} ({{ insert_cols | join(', ') }})
    select {{ insert_cols | join(', ') }}
    from {{ source }}
    where dbt_change_type = 'insert';
{%- endmacro %}

{#- For what has to be done once a snapshot has been taken. -#}
{% macro post_snapshot(staging_relation) %}{{ adapter.dispatch('post_snapshot', 'dbt')(staging_relation) }}{% endmacro %}
{% macro default__post_snapshot(staging_relation) %}{% endmacro %}
