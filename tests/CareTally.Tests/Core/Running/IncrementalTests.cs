using CareTally.Core.Running;

namespace CareTally.Tests.CoreTests.Running;

/// <summary>Incremental models on a real database, run after run.</summary>
public sealed class IncrementalTests : IAsyncLifetime, IAsyncDisposable
{
    private readonly Builds _builds = new();

    public Task InitializeAsync() => _builds.ExecuteAsync("create schema raw; create table raw.events as select 1 as id, 'a' as name, 10 as amount union all select 2, 'b', 20");

    public ValueTask DisposeAsync() => _builds.DisposeAsync();

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

    [Theory]
    [InlineData("", "1a10 2b20 2c25 3d30")]
    [InlineData("incremental_strategy='append'", "1a10 2b20 2c25 3d30")]
    [InlineData("incremental_strategy='append', unique_key='id'", "1a10 2b20 2c25 3d30")]
    [InlineData("unique_key='id'", "1a10 2c25 3d30")]
    [InlineData("incremental_strategy='delete+insert', unique_key='id'", "1a10 2c25 3d30")]
    [InlineData("incremental_strategy='delete+insert', unique_key=['id', 'name']", "1a10 2b20 2c25 3d30")]
    [InlineData("incremental_strategy='delete+insert', unique_key='id', incremental_predicates=['amount > 100']", "1a10 2b20 2c25 3d30")]
    [InlineData("incremental_strategy='merge'", "1a10 2b20 2c25 3d30")]
    [InlineData("incremental_strategy='merge', unique_key='id'", "1a10 2c25 3d30")]
    [InlineData("incremental_strategy='merge', unique_key=['id']", "1a10 2c25 3d30")]
    [InlineData("incremental_strategy='merge', unique_key='id', merge_update_columns=['amount']", "1a10 2b25 3d30")]
    [InlineData("incremental_strategy='merge', unique_key='id', merge_exclude_columns=['Amount']", "1a10 2c20 3d30")]
    [InlineData("incremental_strategy='merge', unique_key='id', merge_update_condition='DBT_INTERNAL_SOURCE.amount < 0'", "1a10 2b20 3d30")]
    [InlineData("incremental_strategy='merge', unique_key='id', merge_insert_condition='DBT_INTERNAL_SOURCE.amount < 0'", "1a10 2c25")]
    [InlineData("incremental_strategy='merge', unique_key='id', merge_update_set_expressions={'amount': 'DBT_INTERNAL_DEST.amount + DBT_INTERNAL_SOURCE.amount'}", "1a10 2c45 3d30")]
    [InlineData("incremental_strategy='merge', merge_on_using_columns=['id']", "1a10 2c25 3d30")]
    [InlineData("incremental_strategy='merge', unique_key='id', predicates=['DBT_INTERNAL_DEST.amount > 100']", "1a10 2b20 2c25 3d30")]
    [InlineData("incremental_strategy='merge', unique_key='id', merge_clauses={'when_matched': [{'action': 'delete', 'condition': 'DBT_INTERNAL_SOURCE.amount > 20'}], 'when_not_matched': [{'action': 'do_nothing'}]}", "1a10")]
    [InlineData("incremental_strategy='merge', unique_key='id', merge_clauses={'when_matched': [{'action': 'update', 'mode': 'by_name'}], 'when_not_matched': [{'action': 'insert', 'mode': 'star'}, {'action': 'delete', 'by': 'source'}]}", "2c25 3d30")]
    public async Task A_strategy_does_what_it_says(string config, string expected)
    {
        Write(config);
        Builds.Describe(await _builds.BuildAsync()).ShouldBe(["model.shop.m success"]);
        (await RowsAsync()).ShouldBe("1a10 2b20");
        await NewRowsAsync();
        var results = await _builds.BuildAsync();
        Builds.Describe(results).ShouldBe(["model.shop.m success"]);
        (await RowsAsync()).ShouldBe(expected);
        (await _builds.RelationsAsync()).ShouldBe(["events", "m"]);
    }

    [Theory]
    [InlineData("unique_key='order'")]
    [InlineData("unique_key=['ORDER', 'call-id']")]
    [InlineData("unique_key='\"order\"'")]
    [InlineData("incremental_strategy='merge', unique_key='order'")]
    [InlineData("incremental_strategy='merge', unique_key=['order', 'call-id']")]
    public async Task A_key_may_be_a_column_that_has_to_be_quoted(string config)
    {
        _builds.Project.Write($$$"""
            -- file: models/m.sql
            {{ config(materialized='incremental', {{{config}}}) }}
            select id as "order", id as "call-id", name from raw.events
            {% if is_incremental() %}where id > 1 and name <> 'b'{% endif %}
            """);
        await _builds.BuildAsync();
        await NewRowsAsync();
        Builds.Describe(await _builds.BuildAsync()).ShouldBe(["model.shop.m success"]);
        (await _builds.ScalarAsync("select string_agg(concat(\"order\", name), ' ' order by \"order\") from m")).ShouldBe("1a 2c 3d");
    }

    [Fact]
    public async Task A_key_that_is_an_expression_is_left_as_it_is()
    {
        Write("incremental_strategy='delete+insert', unique_key='id + 0'");
        await _builds.BuildAsync();
        await NewRowsAsync();
        Builds.Describe(await _builds.BuildAsync()).ShouldBe(["model.shop.m success"]);
        (await RowsAsync()).ShouldBe("1a10 2c25 3d30");
    }

    [Theory]
    [InlineData("unique_key='id'")]
    [InlineData("incremental_strategy='merge', unique_key='id'")]
    [InlineData("incremental_strategy='merge', unique_key='id', indexes=[{'columns': ['id'], 'unique': true}]")]
    [InlineData("unique_key='id', indexes=[{'columns': ['name']}]")]
    public async Task An_incremental_run_gives_what_a_full_refresh_gives(string config)
    {
        _builds.Project.Write($$$"""
            -- file: models/m.sql
            {{ config(materialized='incremental', {{{config}}}) }}
            select id, arg_max(name, amount) as name, max(amount) as amount from raw.events
            {% if is_incremental() %}where id in (select id from raw.events where amount > (select max(amount) from {{ this }})){% endif %}
            group by id
            """);
        await _builds.BuildAsync();
        await NewRowsAsync();
        Builds.Describe(await _builds.BuildAsync()).ShouldBe(["model.shop.m success"]);
        var incremental = await RowsAsync();
        Builds.Describe(await _builds.BuildAsync(fullRefresh: true)).ShouldBe(["model.shop.m success"]);
        incremental.ShouldBe(await RowsAsync());
        incremental.ShouldBe("1a10 2c25 3d30");
    }

    [Theory]
    [InlineData("ignore", "new", "id,name,amount", "1a10 2b20 2c25 3d30")]
    [InlineData("append_new_columns", "new", "id,name,amount,extra", "1a10 2b20 2c25 3d30")]
    [InlineData("sync_all_columns", "new", "id,name,amount,extra", "1a10 2b20 2c25 3d30")]
    [InlineData("append_new_columns", "gone", "id,name,amount", "1a10 2b20 2null25 3null30")]
    [InlineData("sync_all_columns", "gone", "id,amount", null)]
    [InlineData("sync_all_columns", "type", "id,name,amount", "1a10 2b20 2c25.6 3d30.6")]
    [InlineData("append_new_columns", "type", "id,name,amount", "1a10 2b20 2c26 3d31")]
    [InlineData("ignore", "type", "id,name,amount", "1a10 2b20 2c26 3d31")]
    public async Task Changed_columns_are_met_as_configured(string mode, string change, string columns, string? rows)
    {
        foreach (var strategy in new[] { "'append'", "'merge', unique_key=['id', 'amount']", "'delete+insert', unique_key=['id', 'amount']" })
        {
            await _builds.ExecuteAsync("drop table if exists m; create or replace table raw.events as select 1 as id, 'a' as name, 10 as amount union all select 2, 'b', 20");
            Write($"incremental_strategy={strategy}, on_schema_change='{mode}', indexes=[{{'columns': ['id', 'amount'], 'unique': true}}, {{'columns': ['id']}}]");
            await _builds.BuildAsync();
            await NewRowsAsync();
            Write($"incremental_strategy={strategy}, on_schema_change='{mode}'", change switch { "new" => "id, name, amount, 1 as extra", "gone" => "id, amount", _ => "id, name, (amount + 0.6)::double as amount" });
            var results = await _builds.BuildAsync();
            Builds.Describe(results).ShouldBe(["model.shop.m success"], strategy);
            (await _builds.ScalarAsync("select string_agg(column_name, ',' order by column_index) from duckdb_columns() where table_name = 'm'")).ShouldBe(columns, strategy);
            if (rows is not null) (await RowsAsync()).ShouldBe(rows, strategy);
            if (mode == "sync_all_columns") (await _builds.ScalarAsync("select count(*) from duckdb_indexes() where table_name = 'm'")).ShouldBe(2L, strategy);
        }
    }

    [Theory]
    [InlineData("on_schema_change='fail'", "id, name, 1 as extra, amount::varchar as amount", "TLY5202", "the columns of model.shop.m have changed: new: extra; of another type: amount (from INTEGER to VARCHAR)")]
    [InlineData("on_schema_change='fail'", "id, amount", "TLY5202", "the columns of model.shop.m have changed: gone: name")]
    [InlineData("", "id", "TLY5201", "the query of model.shop.m no longer gives the columns name, amount of main.m")]
    [InlineData("unique_key='idd'", "id, name, amount", "TLY5203", "the unique_key 'idd' of model.shop.m is not a column of what its query gives")]
    [InlineData("unique_key='extra'", "id, name, amount, 1 as extra", "TLY5203", "the unique_key 'extra' of model.shop.m is not a column of main.m")]
    [InlineData("unique_key='id', incremental_strategy='merge'", "1 as id, name, amount", "TLY5204", "the unique_key (id) of model.shop.m is not unique in what its query gives: 1 key comes more than once, in 2 rows, of which a merge could take any")]
    [InlineData("on_schema_change='append_new_columns'", "id, name, 'much' as amount", "TLY5206", "the query of model.shop.m gives VARCHAR for the column amount, which is INTEGER, and not all of it fits into main.m: Could not convert string 'much' to INT32 when casting from source column amount")]
    [InlineData("incremental_strategy='merge', unique_key='name'", "id, name, 'much' as amount", "TLY5206", null)]
    [InlineData("incremental_strategy='append'", "id, name, [amount] as amount", "TLY5206", null)]
    [InlineData("", "id::double as id, name, amount / nothing as amount", "TLY5001", null)]
    [InlineData("", "id, name, amount / nothing as amount", "TLY5001", null)]
    [InlineData("", "id, name, error('broken') as amount", "TLY5001", null)]
    public async Task What_cannot_be_done_leaves_the_table_as_it_was(string config, string columns, string code, string? message)
    {
        Write("");
        await _builds.BuildAsync();
        await NewRowsAsync();
        Write(config, columns);
        var diagnostic = ((NodeResult.Errored)(await _builds.BuildAsync()).Results.Single()).Diagnostic;
        diagnostic.Kind.Code.ShouldBe(code);
        if (message is not null) diagnostic.Message.ShouldBe(message);
        diagnostic.Span!.Value.Source.Path.ShouldBe("models/m.sql");
        (await RowsAsync()).ShouldBe("1a10 2b20");
    }

    [Fact]
    public async Task A_key_that_is_nearly_a_column_is_named()
    {
        Write("");
        await _builds.BuildAsync();
        Write("unique_key='idd'");
        ((NodeResult.Errored)(await _builds.BuildAsync()).Results.Single()).Diagnostic.Hint.ShouldBe("did you mean 'id'?");
    }

    [Theory]
    [InlineData("append")]
    [InlineData("merge")]
    [InlineData("delete+insert")]
    public async Task A_failed_test_undoes_the_change(string strategy)
    {
        Write($"incremental_strategy='{strategy}', unique_key='id'");
        _builds.Project.Write("-- file: models/m.yml\nmodels: [{name: m, columns: [{name: amount, data_tests: [{accepted_values: {values: [10, 20], quote: false}}]}]}]\n-- file: models/child.sql\nselect * from {{ ref('m') }}");
        (await _builds.BuildAsync()).IsSuccess.ShouldBeTrue();
        await NewRowsAsync();
        Builds.Describe(await _builds.BuildAsync())[1..].ShouldBe(["model.shop.m error rejected", "model.shop.child skipped by model.shop.m"]);
        (await RowsAsync()).ShouldBe("1a10 2b20");
        (await _builds.RelationsAsync()).ShouldBe(["child", "events", "m"]);
    }

    [Fact]
    public async Task A_first_run_that_fails_its_tests_publishes_nothing()
    {
        Write("unique_key='id'");
        _builds.Project.Write("-- file: models/m.yml\nmodels: [{name: m, columns: [{name: amount, data_tests: [{accepted_values: {values: [10], quote: false}}]}]}]");
        Builds.Describe(await _builds.BuildAsync())[1..].ShouldBe(["model.shop.m error rejected"]);
        (await _builds.RelationsAsync()).ShouldBe(["events", "m__rejected"]);
    }

    [Fact]
    public async Task A_view_in_its_place_is_replaced_and_the_models_own_full_refresh_goes_before_the_commands()
    {
        await _builds.ExecuteAsync("create view m as select 0 as id, 'z' as name, 0 as amount");
        Write("");
        await _builds.BuildAsync();
        (await RowsAsync()).ShouldBe("1a10 2b20");
        Write("full_refresh=false");
        await NewRowsAsync();
        await _builds.BuildAsync(fullRefresh: true);
        (await RowsAsync()).ShouldBe("1a10 2b20 2c25 3d30");
        Write("full_refresh=true");
        await _builds.BuildAsync();
        (await RowsAsync()).ShouldBe("1a10 2b20 2c25 3d30");
        (await _builds.ScalarAsync("select count(*) from m where name = 'b'")).ShouldBe(1L);
    }

    [Fact]
    public async Task The_template_sees_the_truth()
    {
        _builds.Project.Write(
            """
            -- file: models/m.sql
            {{ config(materialized='incremental') }}
            select '{{ is_incremental() }} {{ should_full_refresh() }} {{ flags.FULL_REFRESH }} {{ this.type }}' as what
            {%- if is_incremental() %}, {{ adapter.get_columns_in_relation(this) | length }} as n{% else %}, 0 as n{% endif %}
            """);
        await _builds.BuildAsync();
        (await _builds.ScalarAsync("select what || n from m")).ShouldBe("False False False table0");
        await _builds.BuildAsync();
        (await _builds.ScalarAsync("select what || n from m where n > 0")).ShouldBe("True False False table2");
        await _builds.BuildAsync(fullRefresh: true);
        (await _builds.ScalarAsync("select what || n from m")).ShouldBe("False True True table0");
    }

    [Fact]
    public async Task A_project_replaces_strategies_and_adds_its_own()
    {
        _builds.Project.Write(
            """
            -- file: macros/strategies.sql
            {% macro get_incremental_newest_sql(arg_dict) %}
                delete from {{ arg_dict.target_relation }};
                insert into {{ arg_dict.target_relation }} select {{ get_quoted_csv(arg_dict.dest_columns | map(attribute='name')) }} from {{ arg_dict.temp_relation }} where amount = (select max(amount) from {{ arg_dict.temp_relation }})
            {% endmacro %}
            {% macro default__get_incremental_append_sql(arg_dict) %}
                insert into {{ arg_dict.target_relation }} select id, upper(name), amount from {{ arg_dict.temp_relation }}
            {% endmacro %}
            """);
        Write("incremental_strategy='newest'");
        await _builds.BuildAsync();
        await NewRowsAsync();
        await _builds.BuildAsync();
        (await RowsAsync()).ShouldBe("3d30");
        Write("incremental_strategy='append'", filter: "where amount = 25");
        await _builds.BuildAsync();
        (await RowsAsync()).ShouldBe("2C25 3d30");
    }

    [Theory]
    [InlineData("incremental_strategy='apend'", "TLY4201 models/m.sql:1:60 there is no incremental strategy 'apend' (of model.shop.m) (did you mean 'append'?)")]
    [InlineData("incremental_strategy='insert_overwrite'", "TLY4202 models/m.sql:1:60 the incremental strategy 'insert_overwrite' of model.shop.m is not for DuckDB (DuckDB has no partitions to overwrite: use delete+insert with the partition's columns as unique_key, or microbatch)")]
    [InlineData("on_schema_change='append'", "TLY3011 models/m.sql:1:56 config 'on_schema_change' must be ignore or append_new_columns or sync_all_columns or fail, not 'append'")]
    public void A_strange_configuration_is_said_before_anything_runs(string config, string expected)
    {
        using var project = new SampleProject($"-- file: models/m.sql\n{{{{ config(materialized='incremental', {config}) }}}}\nselect 1 as id");
        SampleProject.Line(Should.Throw<Diagnostics.InvalidProjectException>(() => project.Plan()).Diagnostics.Single()).ShouldBe(expected);
    }

    [Fact]
    public void There_are_no_materialized_views()
    {
        using var project = new SampleProject("-- file: models/m.sql\n{{ config(materialized='materialized_view') }}\nselect 1 as id");
        project.LoadErrors().Single().ShouldBe("TLY3201 models/m.sql:1:24 materialization 'materialized_view': DuckDB has no materialized views ('table' stores the rows anew at each run, 'incremental' only those that are new)");
    }

    // The delete has happened by then.
    [Fact]
    public async Task A_statement_that_fails_half_way_leaves_the_old_rows()
    {
        Write("unique_key='id'");
        await _builds.BuildAsync();
        Write("unique_key='id'", "id, name, case when id = 2 then 'many' else '1' end as amount", filter: "");
        var error = ((NodeResult.Errored)(await _builds.BuildAsync()).Results.Single()).Diagnostic;
        error.Message.ShouldContain("Could not convert string 'many' to INT32");
        (await RowsAsync()).ShouldBe("1a10 2b20");
    }

    [Fact]
    public async Task Keys_that_are_null_match_nothing()
    {
        await _builds.ExecuteAsync("insert into raw.events values (null, 'n', 1)");
        foreach (var strategy in new[] { "merge", "delete+insert" })
        {
            await _builds.ExecuteAsync("drop table if exists m");
            Write($"incremental_strategy='{strategy}', unique_key='id'");
            await _builds.BuildAsync();
            Write($"incremental_strategy='{strategy}', unique_key='id'", filter: "");
            await _builds.BuildAsync();
            (await RowsAsync()).ShouldBe("1a10 2b20 nulln1 nulln1", strategy);
        }
    }

    [Fact]
    public async Task A_materialization_of_a_package_finds_the_macros_it_knows()
    {
        _builds.Project.Write(
            """
            -- file: macros/upsert.sql
            {% materialization upsert, default %}
                {%- set existing = load_cached_relation(this) -%}
                {%- set target_relation = this.incorporate(type='table') -%}
                {%- set on_schema_change = incremental_validate_on_schema_change(config.get('on_schema_change'), default='ignore') -%}
                {%- if existing is none or should_full_refresh() -%}
                    {%- call statement('main') -%}{{ create_table_as(false, target_relation, sql) }}{%- endcall -%}
                {%- else -%}
                    {%- set temp = make_temp_relation(target_relation) -%}
                    {%- do run_query(create_table_as(true, temp, sql)) -%}
                    {%- do adapter.expand_target_column_types(from_relation=temp, to_relation=target_relation) -%}
                    {%- set dest_columns = process_schema_changes(on_schema_change, temp, existing) -%}
                    {%- if not dest_columns -%}{%- set dest_columns = adapter.get_columns_in_relation(existing) -%}{%- endif -%}
                    {%- set macro = adapter.get_incremental_strategy_macro(context, config.get('incremental_strategy')) -%}
                    {%- call statement('main') -%}
                        {{ macro({'target_relation': target_relation, 'temp_relation': temp, 'unique_key': config.get('unique_key'), 'dest_columns': dest_columns, 'incremental_predicates': none}) }}
                    {%- endcall -%}
                {%- endif -%}
                {{ return({'relations': [target_relation]}) }}
            {% endmaterialization %}
            -- file: models/m.sql
            {{ config(materialized='upsert', unique_key='id', incremental_strategy='merge', on_schema_change='append_new_columns') }}
            select id, name, amount {{ ', 1 as extra' if adapter.get_columns_in_relation(this) }} from raw.events qualify row_number() over (partition by id order by amount desc) = 1
            """);
        await _builds.BuildAsync();
        await NewRowsAsync();
        Builds.Describe(await _builds.BuildAsync()).ShouldBe(["model.shop.m success"]);
        (await RowsAsync()).ShouldBe("1a10 2c25 3d30");
        (await _builds.ScalarAsync("select sum(extra) from m")).ShouldBe(3L);
    }

    [Fact]
    public async Task Hooks_and_header_are_part_of_it()
    {
        _builds.Project.Write(
            """
            -- file: models/m.sql
            {{ config(materialized='incremental', unique_key='id', pre_hook="create table if not exists seen (n int)", post_hook="insert into seen select count(*) from {{ this }}") }}
            {% call set_sql_header(config) %}create or replace temp macro twice(x) as x * 2;{% endcall %}
            select id, name, twice(amount)::int as amount from raw.events
            """);
        (await _builds.BuildAsync()).IsSuccess.ShouldBeTrue();
        await NewRowsAsync();
        Builds.Describe(await _builds.BuildAsync()).ShouldBe(["model.shop.m success"]);
        (await RowsAsync()).ShouldBe("1a20 2b40 2c50 3d60");
        (await _builds.ScalarAsync("select string_agg(n, ',' order by n) from seen")).ShouldBe("2,4");
    }

    [Fact]
    public async Task A_table_and_a_seed_have_their_indexes()
    {
        _builds.Project.Write(
            """
            -- file: seeds/s.csv
            id,name
            1,a
            -- file: seeds/s.yml
            seeds: [{name: s, config: {indexes: [{columns: [id, name]}]}, columns: [{name: id, data_tests: [unique]}]}]
            -- file: models/t.sql
            {{ config(materialized='table', indexes=[{'columns': ['id'], 'unique': true}]) }} select * from {{ ref('s') }}
            """);
        for (var run = 0; run < 3; run++)
        {
            (await _builds.BuildAsync()).IsSuccess.ShouldBeTrue();
            (await _builds.ScalarAsync("select string_agg(table_name || is_unique, ',' order by table_name) from duckdb_indexes()")).ShouldBe("sfalse,ttrue");
        }
    }

    private void Write(string config, string columns = "id, name, amount", string filter = "where amount > (select max(amount) from {{ this }})") => _builds.Project.Write($$$"""
        -- file: models/m.sql
        {{ config(materialized='incremental'{{{(config.Length > 0 ? ", " + config : "")}}}) }}
        select {{{columns}}} from raw.events
        {% if is_incremental() %}{{{filter}}}{% endif %}
        """);

    private Task NewRowsAsync() => _builds.ExecuteAsync("insert into raw.events values (2, 'c', 25), (3, 'd', 30)");

    private async Task<string> RowsAsync() =>
        (string)(await _builds.ScalarAsync("select string_agg(coalesce(id::varchar, 'null') || coalesce(name, 'null') || coalesce(amount::varchar, 'null').regexp_replace('\\.0$', ''), ' ' order by id, amount) from m"))!;
}
