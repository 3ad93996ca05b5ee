using CareTally.Cli;

namespace CareTally.Tests.Cli;

public sealed class FlagTests
{
    private const string OddRows = "select * from {{ ref('stg_calls') }} where call_id is not null limit 2";

    [Fact]
    public async Task Tests_keep_the_rows_they_find_where_asked_to()
    {
        using var tally = await Tally.WithProjectAsync();
        tally.Write("tests/some_calls.sql", $"{{{{ config(store_failures=true) }}}} {OddRows}");
        tally.Write("tests/calls_again.sql", $"{{{{ config(store_failures_as='view', severity='warn') }}}} {OddRows}");
        tally.Write("tests/uncounted.sql", $"{{{{ config(severity='warn') }}}} {OddRows}");
        await tally.RunAsync("build", "--no-site", "--exclude", "test_type:singular");

        (await tally.RunAsync("test")).Code.ShouldBe(ExitCode.NodesFailed);
        var (_, kept, _) = await tally.RunAsync("show", "--inline", "select table_name, table_type from information_schema.tables where table_schema = 'main_dbt_test__audit' order by 1", "--output", "csv");
        kept.ShouldBe("table_name,table_type\ncalls_again,VIEW\nsome_calls,BASE TABLE\n");
        var (_, rows, _) = await tally.RunAsync("show", "--inline", "select count(*) n, count(call_id) m from main_dbt_test__audit.some_calls", "--output", "csv");
        rows.ShouldBe("n,m\n2,2\n");

        await tally.RunAsync("test", "--store-failures");
        var (_, all, _) = await tally.RunAsync("show", "--inline", "select count(*) > 3 as more from information_schema.tables where table_schema = 'main_dbt_test__audit'", "--output", "csv");
        all.ShouldBe("more\ntrue\n");
    }

    [Fact]
    public async Task A_gating_test_keeps_its_rows_though_nothing_is_published()
    {
        using var tally = await Tally.WithProjectAsync();
        tally.Write("tests/some_calls.sql", $"{{{{ config(store_failures=true) }}}} {OddRows}");
        var (code, _, error) = await tally.RunAsync("build", "--no-site", "-s", "+stg_calls");
        code.ShouldBe(ExitCode.NodesFailed);
        error.ShouldContain("they are kept: select * from \"main_dbt_test__audit\".\"some_calls\"");
        var (_, rows, _) = await tally.RunAsync("show", "--inline", "select count(*) n from main_dbt_test__audit.some_calls", "--output", "csv");
        rows.ShouldBe("n\n2\n");
    }

    [Fact]
    public async Task The_first_failure_ends_the_run_where_that_is_asked_for()
    {
        using var tally = await Tally.WithProjectAsync();
        tally.Write("models/a_broken.sql", "{{ config(materialized='table') }} select error('no') as x");
        tally.Write("models/b_waits.sql", "select 1 as x -- depends_on: {{ ref('calls') }}");
        await tally.RunAsync("seed");
        var (_, slow, _) = await tally.RunAsync("run", "--threads", "1");
        slow.ShouldMatch("OK +view +main.b_waits");
        var (code, fast, _) = await tally.RunAsync("run", "--threads", "1", "--fail-fast");
        code.ShouldBe(ExitCode.NodesFailed);
        fast.ShouldContain("skipped");
    }

    [Fact]
    public async Task What_reads_a_model_that_may_fail_goes_on_with_the_old_relation()
    {
        using var tally = await Tally.WithProjectAsync();
        tally.Write("models/source_of_all.sql", "{{ config(materialized='table', on_error='continue') }} select 1 as x");
        tally.Write("models/reader.sql", "{{ config(materialized='table') }} select * from {{ ref('source_of_all') }}");
        (await tally.RunAsync("run", "-s", "source_of_all", "reader")).Code.ShouldBe(ExitCode.Success);
        tally.Write("models/source_of_all.sql", "{{ config(materialized='table', on_error='continue') }} select error('no') as x");
        var (code, output, _) = await tally.RunAsync("run", "-s", "source_of_all", "reader");
        code.ShouldBe(ExitCode.NodesFailed);
        output.ShouldMatch("OK +table +main.reader");
    }

    [Fact]
    public async Task Warnings_are_errors_where_that_is_asked_for()
    {
        using var tally = await Tally.WithProjectAsync();
        tally.Write("tests/some_calls.sql", $"{{{{ config(severity='warn') }}}} {OddRows}");
        await tally.RunAsync("build", "--no-site");
        (await tally.RunAsync("test")).Code.ShouldBe(ExitCode.Success);
        (await tally.RunAsync("test", "--warn-error")).Code.ShouldBe(ExitCode.NodesFailed);
        (await tally.RunAsync("test", "--warn-error-options", "{error: all, warn: [LogTestResult]}")).Code.ShouldBe(ExitCode.Success);

        var (code, _, error) = await tally.RunAsync("ls", "-s", "nothing_like_it", "--warn-error");
        code.ShouldBe(ExitCode.Unusable);
        error.ShouldStartWith("error[TLY4003]");
        (await tally.RunAsync("ls", "-s", "nothing_like_it", "--warn-error-options", "{silence: [TLY4003]}")).Error.ShouldBeEmpty();
        (await tally.RunAsync("ls", "--warn-error-options", "{erorr: all}")).Error.ShouldContain("has no key 'erorr'");
        (await tally.RunAsync("ls", "--warn-error-options", "{error: [Deprecations, TLY2024], silence: NoNodeForYamlKey}")).Code.ShouldBe(ExitCode.Success);
        (code, _, error) = await tally.RunAsync("ls", "--warn-error-options", "{error: [LogTestResults]}");
        code.ShouldBe(ExitCode.Unusable);
        error.ShouldContain("there is no warning 'LogTestResults'; did you mean 'LogTestResult'?");
        (await tally.RunAsync("ls", "--warn-error-options", "{warn: [TLY9999]}")).Error.ShouldContain("there is no warning 'TLY9999'; a warning is named by its code");
        (await tally.RunAsync("ls", "--warn-error-options", "[1]")).Error.ShouldContain("must be a YAML or JSON mapping");
    }

    [Fact]
    public async Task An_operation_happens_as_a_whole_or_not_at_all()
    {
        using var tally = await Tally.WithProjectAsync();
        tally.Write("macros/operations.sql", """
            {% macro keep(n) %}
              {% do run_query('create or replace table kept as select ' ~ n ~ ' as n') %}
              {% if n > 5 %}{% do run_query('select no_such_column') %}{% endif %}
              {{ log('kept ' ~ n, info=true) }}
            {% endmacro %}
            """);
        var (code, output, _) = await tally.RunAsync("run-operation", "keep", "--args", "{n: 3}");
        (code, output).ShouldBe((ExitCode.Success, "kept 3\n"));
        var (failed, _, error) = await tally.RunAsync("run-operation", "demo.keep", "--args", "{n: 7}");
        failed.ShouldBe(ExitCode.NodesFailed);
        error.ShouldContain("macros/operations.sql:3");
        (await tally.RunAsync("show", "--inline", "select n from kept", "--output", "csv")).Output.ShouldBe("n\n3\n");

        var (unknown, _, hint) = await tally.RunAsync("run-operation", "keeps");
        unknown.ShouldBe(ExitCode.Unusable);
        hint.ShouldContain("did you mean 'keep'?");
    }

    [Fact]
    public async Task A_query_of_the_command_line_is_a_template_like_any_other()
    {
        using var tally = await Tally.WithProjectAsync();
        await tally.RunAsync("build", "--no-site");
        (await tally.RunAsync("show", "--inline", "select count(*) as n from {{ ref('stg_calls') }}", "--output", "csv")).Output.ShouldStartWith("n\n");
        (await tally.RunAsync("compile", "--inline", "select * from {{ ref('stg_calls') }}")).Output.ShouldBe("select * from \"main\".\"stg_calls\"\n");
        File.ReadAllText(Path.Combine(tally.Folder, "target/manifest.json")).ShouldNotContain("inline_query");
        (await tally.RunAsync("show", "--inline", "select * from {{ ref('stg_cals') }}")).Error.ShouldContain("--inline:1:18");
        (await tally.RunAsync("show")).Error.ShouldContain("name a node, or give a query with --inline");
    }

    [Fact]
    public async Task Relations_can_be_built_without_rows()
    {
        using var tally = await Tally.WithProjectAsync();
        await tally.RunAsync("seed");
        (await tally.RunAsync("run", "--empty")).Code.ShouldBe(ExitCode.Success);
        (await tally.RunAsync("show", "--inline", "select count(*) as n from {{ ref('daily_service') }}", "--output", "csv")).Output.ShouldBe("n\n0\n");
        (await tally.RunAsync("run")).Code.ShouldBe(ExitCode.Success);
        (await tally.RunAsync("show", "--inline", "select count(*) > 0 as some from {{ ref('daily_service') }}", "--output", "csv")).Output.ShouldBe("some\ntrue\n");
        (await tally.RunAsync("seed", "--empty")).Code.ShouldBe(ExitCode.Success);
        (await tally.RunAsync("show", "--inline", "select count(*) as n from {{ ref('calls') }}", "--output", "csv")).Output.ShouldBe("n\n0\n");
    }

    [Fact]
    public async Task A_snapshot_keeps_its_history_where_relations_are_built_without_rows()
    {
        using var tally = new Tally();
        tally.Write("tally_project.yml", "name: shop");
        tally.Write("models/people.sql", "{{ config(materialized='table') }} select 1 as id, 'a' as name");
        tally.Write("snapshots/kept.yml", "snapshots:\n  - {name: kept, relation: ref('people'), config: {unique_key: id, strategy: check, check_cols: all, hard_deletes: invalidate}}");
        (await tally.RunAsync("build", "--no-site", "--empty")).Code.ShouldBe(ExitCode.Success);
        (await tally.RunAsync("build", "--no-site")).Code.ShouldBe(ExitCode.Success);
        (await tally.RunAsync("build", "--no-site", "--empty")).Code.ShouldBe(ExitCode.Success);
        (await tally.RunAsync("show", "--inline", "select id, dbt_valid_to is null as is_current from kept", "--output", "csv")).Output.ShouldBe("id,is_current\n1,true\n");
    }

    [Theory]
    [InlineData("--fulrefresh", "--full-refresh")]
    [InlineData("--exlude", "--exclude")]
    public async Task A_misspelt_option_behind_a_selection_is_no_selector(string misspelt, string meant)
    {
        using var tally = await Tally.WithProjectAsync();
        var (code, _, error) = await tally.RunAsync("run", "-s", "stg_calls", misspelt);
        code.ShouldBe(ExitCode.Unusable);
        error.ShouldContain($"'{misspelt}'");
        error.ShouldContain(meant);
    }

    [Fact]
    public async Task An_ephemeral_model_has_no_rows_either_where_relations_are_built_without()
    {
        using var tally = await Tally.WithProjectAsync();
        tally.Write("models/inner.sql", "{{ config(materialized='ephemeral') }} select 1 as id");
        tally.Write("models/outer.sql", "select * from {{ ref('inner') }}");
        (await tally.RunAsync("run", "-s", "outer", "--empty")).Code.ShouldBe(ExitCode.Success);
        (await tally.RunAsync("show", "--inline", "select count(*) as n from {{ ref('outer') }}", "--output", "csv")).Output.ShouldBe("n\n0\n");
    }

    [Theory]
    [InlineData("with numbers as (select 1 as id)")]
    [InlineData("create temporary table numbers as select 1 as id;")]
    public async Task A_query_is_shown_behind_its_header(string header)
    {
        using var tally = await Tally.WithProjectAsync();
        tally.Write("models/headed.sql", $"{{% call set_sql_header(config) %}}{header}{{% endcall %}}\nselect id from numbers");
        (await tally.RunAsync("show", "headed", "--output", "csv")).Output.ShouldBe("id\n1\n");
    }

    [Fact]
    public async Task Descriptions_reach_the_database_where_asked_to()
    {
        using var tally = await Tally.WithProjectAsync();
        tally.Write("models/described.sql", "{{ config(persist_docs={'relation': true, 'columns': true}) }} select 1 as Id, 2 as other");
        tally.Write("models/described.yml", "models:\n  - name: described\n    description: It's one row\n    columns:\n      - {name: id, description: The key}\n      - {name: gone, description: Not there}\n");
        foreach (var form in (string[])["view", "table"])
        {
            tally.Write("models/described.sql", $"{{{{ config(materialized='{form}', persist_docs={{'relation': true, 'columns': true}}) }}}} select 1 as Id, 2 as other");
            (await tally.RunAsync("run", "-s", "described")).Code.ShouldBe(ExitCode.Success);
            (await tally.RunAsync("show", "--inline", $"select comment from duckdb_{form}s() where {form}_name = 'described'", "--output", "csv")).Output.ShouldBe("comment\nIt's one row\n");
            (await tally.RunAsync("show", "--inline", "select column_name, comment from duckdb_columns() where table_name = 'described' order by 1", "--output", "csv")).Output.ShouldBe("column_name,comment\nId,The key\nother,\n");
        }
    }

    [Theory]
    [InlineData("query-comment: '{{ node.name }} of {{ target.name }}'", "/* described of dev */%")]
    [InlineData("query-comment: \"{% if node %}{{ return(node.name ~ ' of ' ~ target.name) }}{% endif %} and more\"", "/* described of dev */%")]
    [InlineData("query-comment: {comment: '{{ node.name }} of {{ target.name }}', append: true}", "%/* described of dev */")]
    public async Task Every_statement_of_a_node_carries_the_comment_of_the_project(string setting, string pattern)
    {
        using var tally = await Tally.WithProjectAsync();
        var project = File.ReadAllText(Path.Combine(tally.Folder, "tally_project.yml"));
        tally.Write("tally_project.yml", $$"""
            {{project}}
            {{setting}}
            on-run-start: ["call enable_logging('QueryLog')"]
            on-run-end: ["create or replace table logged as select message from duckdb_logs where type = 'QueryLog'"]
            """);
        tally.Write("models/described.sql", "select 1 as id");
        (await tally.RunAsync("run", "-s", "described")).Code.ShouldBe(ExitCode.Success);
        (await tally.RunAsync("show", "--inline", $"select count(*) > 0 as found from logged where message like '{pattern}'", "--output", "csv")).Output.ShouldBe("found\ntrue\n");

        // Errors are found where they are without the comment.
        tally.Write("models/described.sql", "select nope as id");
        (await tally.RunAsync("run", "-s", "described")).Error.ShouldContain("--> models/described.sql:1:8");
    }

    [Fact]
    public async Task A_comment_must_not_end_before_its_end()
    {
        using var tally = await Tally.WithProjectAsync();
        File.AppendAllText(Path.Combine(tally.Folder, "tally_project.yml"), "\nquery-comment: 'a */ select 1'\n");
        var (code, _, error) = await tally.RunAsync("seed");
        code.ShouldBe(ExitCode.NodesFailed);
        error.ShouldContain("it holds '*/', which would end it");
    }

    [Fact]
    public async Task Grants_are_said_to_have_no_effect()
    {
        using var tally = await Tally.WithProjectAsync();
        tally.Write("models/granted.sql", "{{ config(grants={'select': ['reporter']}) }} select 1 as id");
        (await tally.RunAsync("parse")).Error.ShouldStartWith("warning[TLY3500]: the grants of model.demo.granted have no effect: DuckDB has no users");
    }
}
