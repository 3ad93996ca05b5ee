using System.Text.Json.Nodes;
using CareTally.Cli;

namespace CareTally.Tests.Cli;

public sealed class StateTests
{
    [Fact]
    public async Task What_has_changed_since_a_state_is_selected_and_the_rest_is_read_from_there()
    {
        using var tally = await StateProject.BuildAsync();
        tally.Write("seeds/codes.csv", "id\r\n1\r\n2");
        tally.Write("models/stg.sql", "\r\n" + File.ReadAllText(Path.Combine(tally.Folder, "models/stg.sql")));
        (await tally.RunAsync("ls", "-s", "state:modified", "--state", "state")).Error.ShouldContain("warning[TLY4003]");
        tally.Write("models/fct.sql", "select id + 1 as id from {{ ref('inline') }}");
        (await tally.ListAsync("-s", "state:modified+", "--state", "state")).ShouldBe("fct fct_has_id rpt");

        var (code, output, error) = await tally.RunAsync("build", "-s", "state:modified+", "--defer", "--state", "state", "--no-site");
        code.ShouldBe(ExitCode.Success, error);
        error.ShouldBeEmpty();
        output.ShouldContain("2 built, 1 passed");
        (await tally.RunAsync("compile", "-s", "fct", "--defer", "--state", "state")).Output.ShouldContain("from \"prod\".\"stg\"");
    }

    [Fact]
    public async Task The_environment_can_name_the_state()
    {
        using var tally = await StateProject.BuildAsync();
        tally.Write("models/rpt.sql", "select 1 as id");
        tally.Environment["DBT_STATE"] = "gone";
        tally.Environment["TALLY_STATE"] = "state";
        (await tally.ListAsync("-s", "state:modified")).ShouldBe("rpt");
        tally.Environment["DBT_DEFER"] = "1";
        (await tally.RunAsync("compile", "-s", "fct")).Output.ShouldContain("\"prod\".\"stg\"");
    }

    [Fact]
    public async Task A_variable_that_a_model_uses_counts_as_its_text()
    {
        using var tally = await StateProject.BuildAsync();
        (await tally.ListAsync("-s", "state:modified", "--state", "state", "--vars", "{limit: 5}", "--indirect-selection", "empty")).ShouldBe("fct");
    }

    [Fact]
    public async Task A_variable_that_is_gone_has_changed()
    {
        using var tally = await StateProject.BuildAsync();
        tally.Write("tally_project.yml", StateProject.ProjectFile.Replace("{limit: 10}", "{limit: 10, gone: {a: 1, b: hush-hush}}", StringComparison.Ordinal));
        tally.Write("models/optional.sql", "select '{{ var('gone', 2) }}' as id");
        (await tally.RunAsync("parse")).Code.ShouldBe(ExitCode.Success);
        tally.KeepState();
        File.ReadAllText(Path.Combine(tally.Folder, "state/manifest.json")).ShouldNotContain("hush-hush");
        tally.Write("tally_project.yml", StateProject.ProjectFile.Replace("{limit: 10}", "{gone: {b: hush-hush, a: 1}, limit: 10}", StringComparison.Ordinal));
        (await tally.ListAsync("-s", "state:modified", "--state", "state")).ShouldBeEmpty();
        tally.Write("tally_project.yml", StateProject.ProjectFile);
        (await tally.ListAsync("-s", "state:modified", "--state", "state")).ShouldBe("optional");
    }

    [Fact]
    public async Task Of_the_snapshots_in_a_file_only_the_one_that_is_changed_is_modified()
    {
        using var tally = await StateProject.BuildAsync();
        const string File = "{% snapshot one %}{{ config(strategy='check', unique_key='id', check_cols='all') }} select * from {{ ref('codes') }}{% endsnapshot %}\n"
            + "{% snapshot two %}{{ config(strategy='check', unique_key='id', check_cols='all') }} select * from {{ ref('stg') }}{% if var('limit') == 0 %} limit 0{% endif %}{% endsnapshot %}";
        tally.Write("snapshots/both.sql", File);
        (await tally.RunAsync("parse")).Code.ShouldBe(ExitCode.Success);
        tally.KeepState();
        (await tally.ListAsync("-s", "state:modified", "--state", "state")).ShouldBeEmpty();
        (await tally.ListAsync("-s", "state:modified,resource_type:snapshot", "--state", "state", "--vars", "{limit: 1}")).ShouldBe("two");
        tally.Write("snapshots/both.sql", File.Replace("ref('codes') }}", "ref('codes') }} where id > 1", StringComparison.Ordinal));
        (await tally.ListAsync("-s", "state:modified", "--state", "state")).ShouldBe("one");
    }

    [Theory]
    [InlineData("{id: 3}", "{id: 4}", "small")]
    [InlineData("limit: 4", "limit: 5", "small")]
    [InlineData("type: dashboard", "type: notebook", "board")]
    [InlineData("email: a@shop.example", "email: b@shop.example", "board")]
    [InlineData("ref('rpt')", "ref('fct')", "board")]
    [InlineData("url: http://one.example", "url: http://two.example", "board")]
    [InlineData("maturity: low", "maturity: high", "board")]
    [InlineData("label: Board", "label: Other", "board")]
    [InlineData("limit: 4", "limit:  4", "")]
    public async Task Unit_tests_and_exposures_are_compared_by_what_they_say(string before, string after, string expected)
    {
        using var tally = await StateProject.BuildAsync();
        const string Properties =
            """
            unit_tests:
              - name: small
                model: fct
                config: {meta: {why: none}}
                overrides: {vars: {limit: 4}}
                given: [{input: ref('stg'), rows: [{id: 3}, {id: 9}]}]
                expect: {rows: [{id: 3}]}
            exposures:
              - {name: board, type: dashboard, label: Board, maturity: low, url: http://one.example, owner: {name: A, email: a@shop.example}, depends_on: [ref('rpt')]}
            """;
        tally.Write("models/more.yml", Properties);
        (await tally.RunAsync("parse")).Code.ShouldBe(ExitCode.Success);
        tally.KeepState();
        (await tally.ListAsync("-s", "state:modified", "--state", "state")).ShouldBeEmpty();
        tally.Write("models/more.yml", Properties.Replace(before, after, StringComparison.Ordinal));
        (await tally.ListAsync("-s", "state:modified", "--state", "state")).ShouldBe(expected);
    }

    [Fact]
    public async Task Batches_read_their_own_time_of_what_is_deferred()
    {
        using var tally = await StateProject.BuildAsync();
        tally.Write("models/events.sql", "{{ config(materialized='table', event_time='happened') }} select timestamp '2026-02-27' + i * interval 1 day as happened, i as id from range(4) t(i)");
        (await tally.RunAsync("build", "--target", "prod", "--no-site")).Code.ShouldBe(ExitCode.Success);
        tally.KeepState();
        tally.Write("models/daily.sql", "{{ config(materialized='incremental', incremental_strategy='microbatch', event_time='happened', begin='2026-02-27', batch_size='day') }} select * from {{ ref('events') }}");
        var (code, _, error) = await tally.RunAsync("run", "-s", "daily", "--defer", "--state", "state");
        code.ShouldBe(ExitCode.Success, error);
        (await tally.StoredAsync("daily")).ShouldBe("happened,id 2026-02-27 00:00:00,0 2026-02-28 00:00:00,1 2026-03-01 00:00:00,2 2026-03-02 00:00:00,3");
    }

    [Fact]
    public async Task A_state_that_dbt_wrote_is_compared_by_what_both_know()
    {
        using var tally = await StateProject.BuildAsync();
        var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(tally.Folder, "state/manifest.json")))!;
        manifest["metadata"]!.AsObject().Remove("env");
        foreach (var macro in manifest["macros"]!.AsObject().Where(macro => macro.Key.StartsWith("macro.dbt", StringComparison.Ordinal))) macro.Value!["macro_sql"] = "another text";
        manifest["nodes"]!["model.shop.rpt"]!["depends_on"]!["macros"] = new JsonArray("macro.dbt.is_incremental");
        tally.Write("state/manifest.json", manifest.ToJsonString());
        (await tally.RunAsync("ls", "-s", "state:modified", "--state", "state", "--vars", "{limit: 5}")).Error.ShouldContain("warning[TLY4003]");
        tally.Write("seeds/codes.csv", "id\n3\n");
        (await tally.ListAsync("-s", "state:modified", "--state", "state")).ShouldBe("codes");
    }

    [Fact]
    public async Task What_the_target_has_is_read_there_unless_the_state_is_favoured()
    {
        using var tally = await StateProject.BuildAsync();
        (await tally.RunAsync("run", "-s", "stg", "--defer", "--state", "state")).Code.ShouldBe(ExitCode.Success);
        (await tally.RunAsync("compile", "-s", "fct", "--defer", "--state", "state")).Output.ShouldContain("\"dev\".\"stg\"");
        (await tally.RunAsync("compile", "-s", "fct", "--defer", "--favor-state", "--state", "state")).Output.ShouldContain("\"prod\".\"stg\"");
        (await tally.RunAsync("compile", "-s", "fct", "--defer", "--favor-state", "--defer-state", "state", "--state", "gone")).Output.ShouldContain("\"prod\".\"stg\"");
        tally.Write("models/fct.sql", "select * from {{ ref('inline') }} union all select * from {{ this }}");
        (await tally.RunAsync("compile", "-s", "fct", "--defer", "--favor-state", "--state", "state")).Output.ShouldContain("select * from \"dev\".\"fct\"");
    }

    [Fact]
    public async Task Tests_and_show_read_the_state_too()
    {
        using var tally = await StateProject.BuildAsync();
        (await tally.RunAsync("test", "-s", "fct")).Code.ShouldBe(ExitCode.NodesFailed);
        (await tally.RunAsync("test", "-s", "fct", "--defer", "--state", "state")).Code.ShouldBe(ExitCode.Success);
        (await tally.RowsAsync("rpt")).ShouldContain("error[TLY6001]");
        (await tally.RowsAsync("rpt", "--defer", "--state", "state")).ShouldBe("id 1 2");
    }

    [Fact]
    public async Task What_is_nowhere_is_warned_of()
    {
        using var tally = await StateProject.BuildAsync();
        tally.Write("models/new.sql", "select 1 as id");
        tally.Write("models/reader.sql", "select * from {{ ref('new') }}");
        var (code, _, error) = await tally.RunAsync("run", "-s", "reader", "--defer", "--state", "state");
        code.ShouldBe(ExitCode.NodesFailed);
        error.ShouldContain("warning[TLY4420]: model.shop.reader reads model.shop.new, which is neither in the target (dev.new) nor in the state (not at all)");
        error.ShouldContain("hint: build it too, for example with +reader");
    }

    [Theory]
    [InlineData("{\"metadata\": {\"dbt_schema_version\": \"https://schemas.getdbt.com/dbt/manifest/v9.json\"}}", "error[TLY4403]")]
    [InlineData("{\"metadata\": {}}", "error[TLY4402]")]
    [InlineData("{\"metadata\": {\"dbt_schema_version\": \"https://schemas.getdbt.com/dbt/manifest/v12.json\"}}", "error[TLY4402]")]
    [InlineData("{\"nodes\": ", "error[TLY4402]")]
    [InlineData("", "error[TLY4402]")]
    public async Task A_state_that_cannot_be_read_is_an_error(string manifest, string expected)
    {
        using var tally = await StateProject.BuildAsync();
        tally.Write("state/manifest.json", manifest);
        foreach (var arguments in new string[][] { ["ls", "-s", "state:new"], ["run", "--defer"], ["clone"] })
        {
            var (code, _, error) = await tally.RunAsync([.. arguments, "--state", "state"]);
            code.ShouldBe(ExitCode.Unusable);
            error.ShouldContain(expected);
        }
    }

    [Fact]
    public async Task A_state_that_is_not_named_or_not_there_is_an_error()
    {
        using var tally = await StateProject.BuildAsync();
        (await tally.RunAsync("ls", "-s", "state:modified")).Error.ShouldContain("error[TLY4400]");
        (await tally.RunAsync("ls", "-s", "state:modified", "--state", "gone")).Error.ShouldContain("error[TLY4401]");
        (await tally.RunAsync("run", "--defer")).Error.ShouldContain("error[TLY7410]");
        (await tally.RunAsync("run", "--favor-state", "--state", "state")).Error.ShouldContain("error[TLY7001]");
        var (code, _, error) = await tally.RunAsync("ls", "-s", "state:modified", "--state", "target");
        code.ShouldBe(ExitCode.Success);
        error.ShouldContain("warning[TLY4404]");
    }

    [Fact]
    public async Task Results_of_the_last_run_or_of_a_state_select_nodes()
    {
        using var tally = await StateProject.BuildAsync();
        (await tally.ListAsync("-s", "result:success", "--indirect-selection", "empty")).ShouldBe("codes fct rpt stg");
        tally.Write("models/rpt.sql", "{{ config(materialized='table') }} select error('no') as id from {{ ref('fct') }}");
        (await tally.RunAsync("run", "--target", "prod")).Code.ShouldBe(ExitCode.NodesFailed);
        (await tally.ListAsync("-s", "result:error")).ShouldBe("rpt");
        (await tally.ListAsync("-s", "result:pass", "--state", "state")).ShouldBe("fct_has_id");
    }

    [Fact]
    public async Task Sources_with_newer_rows_than_in_a_state_are_selected()
    {
        using var tally = await StateProject.BuildAsync();
        tally.Write("models/s.yml", "sources: [{name: raw, tables: [{name: same}, {name: newer}, {name: first}, {name: broken}]}]");
        tally.Write("state/sources.json", Sources(("same", "2026-01-01T00:00:00Z"), ("newer", "2026-01-01T00:00:00Z"), ("broken", null)));
        (await tally.RunAsync("ls", "-s", "source_status:fresher", "--state", "state")).Error.ShouldContain("error[TLY4401]");
        tally.Write("target/sources.json", Sources(("same", "2026-01-01T01:00:00+01:00"), ("newer", "2026-01-02T00:00:00Z"), ("first", "2025-01-01T00:00:00Z"), ("broken", "2026-01-02T00:00:00Z")));
        (await tally.ListAsync("-s", "source_status:fresher", "--state", "state")).ShouldBe("raw.first raw.newer");
    }

    private static string Sources(params (string Name, string? LoadedAt)[] sources) =>
        $$"""{"metadata": {"dbt_schema_version": "https://schemas.getdbt.com/dbt/sources/v3.json"}, "results": [{{string.Join(", ", sources.Select(source =>
            $$"""{"unique_id": "source.shop.raw.{{source.Name}}", {{(source.LoadedAt is null ? "\"status\": \"runtime error\"" : $"\"max_loaded_at\": \"{source.LoadedAt}\"")}}}"""))}}]}""";
}
