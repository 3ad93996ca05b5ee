using System.Text.Json;
using CareTally.Cli;
using CareTally.Core.Artifacts;
using CareTally.Core.Manifests;
using CareTally.Core.Projects;
using CareTally.Core.Running;
using CareTally.Diagnostics;

namespace CareTally.Tests.Cli;

public sealed class CommandTests
{
    [Fact]
    public async Task A_new_project_builds_as_it_is()
    {
        using var tally = await Tally.WithProjectAsync();
        var (code, output, error) = await tally.RunAsync("build");
        error.ShouldBeEmpty();
        code.ShouldBe(ExitCode.Success);
        output.ShouldContain("3 built, 6 passed, 16 rows written");
        tally.Has("target/run_results.json").ShouldBeTrue();
        var (_, rows, _) = await tally.RunAsync("show", "daily_service", "--output", "csv", "--limit", "1");
        rows.ShouldBe("call_date,queue_name,offered,answered,abandoned,service_level,average_speed_of_answer\n2026-03-02,billing,3,3,0,1,9\n");
        (await tally.RunAsync("debug")).Code.ShouldBe(ExitCode.Success);
    }

    [Fact]
    public async Task The_site_is_made_by_a_whole_build_and_not_by_a_part()
    {
        using var tally = await Tally.WithProjectAsync();
        (await tally.RunAsync("build", "-s", "calls")).Output.ShouldNotContain("The site is at");
        (await tally.RunAsync("build", "--no-site")).Output.ShouldNotContain("The site is at");
        tally.Has("target/site").ShouldBeFalse();
        var index = Path.Combine(tally.Folder, "target", "site", "index.html");
        (await tally.RunAsync("build")).Output.ShouldEndWith($"The site is at {index}\n");
        File.Exists(index).ShouldBeTrue();
    }

    [Fact]
    public async Task A_site_made_without_a_run_shows_the_last_results()
    {
        using var tally = await Tally.WithProjectAsync();
        await tally.RunAsync("build", "--no-site");
        var (code, output, error) = await tally.RunAsync("docs", "generate", "--output", "json");
        error.ShouldBeEmpty();
        code.ShouldBe(ExitCode.Success);
        output.ShouldContain("{\"event\":\"site\",");
        File.ReadAllText(Path.Combine(tally.Folder, "target/site/tests/index.html")).ShouldContain("not_null_stg_calls_call_id");
    }

    [Fact]
    public async Task A_run_without_rows_is_not_shown_as_the_last_one()
    {
        using var tally = await Tally.WithProjectAsync();
        await tally.RunAsync("build", "--no-site", "--empty");
        var (code, output, error) = await tally.RunAsync("docs", "generate");
        code.ShouldBe(ExitCode.Success);
        $"{output}{error}".ShouldContain("The last run is not shown: it was made with --empty");
    }

    [Fact]
    public async Task A_run_of_what_was_the_default_target_then_is_not_shown_as_the_last_one()
    {
        using var tally = await StateProject.BuildAsync();
        await tally.RunAsync("build", "--no-site");
        (await tally.RunAsync("docs", "generate")).Output.ShouldNotContain("The last run is not shown");
        tally.Write("tally_project.yml", StateProject.ProjectFile.Replace("target: dev", "target: prod", StringComparison.Ordinal));
        (await tally.RunAsync("docs", "generate")).Output.ShouldContain("The last run is not shown: it was of the target dev, and the site is of prod");
    }

    [Fact]
    public async Task Unit_tests_leave_the_results_of_a_build_that_is_running()
    {
        using var tally = await Tally.WithProjectAsync();
        tally.Write("models/u.yml", "unit_tests: [{name: one, model: u, given: [], expect: {rows: [{id: 1}]}}]");
        tally.Write("models/u.sql", "select 1 as id");
        tally.Write("target/run_results.json", "of the build");
        using (ResultsHold.TryTake(Path.Combine(tally.Folder, "target"), _ => { }))
        {
            var (code, output, error) = await tally.RunAsync("test", "-s", "test_type:unit");
            code.ShouldBe(ExitCode.Success, error);
            output.ShouldContain("1 passed");
            error.ShouldContain("warning[TLY5902]: another command is running in this project; its results stay in ");
        }

        File.ReadAllText(Path.Combine(tally.Folder, "target/run_results.json")).ShouldBe("of the build");
        (await tally.RunAsync("test", "-s", "test_type:unit")).Error.ShouldBeEmpty();
        File.ReadAllText(Path.Combine(tally.Folder, "target/run_results.json")).ShouldContain("unit_test.demo.u.one");
    }

    [Fact]
    public async Task Results_of_a_last_run_are_read_back_as_they_were()
    {
        var run = await RecordedRun.MakeAsync();
        using var tally = await Tally.WithProjectAsync();
        new ArtifactWriter(Path.Combine(tally.Folder, "target"), new CareTally.Core.Projects.Secrets(new Dictionary<string, string>())).WriteRunResults(run.Manifest, run.Plan, run.Results, "build");
        var manifest = ManifestLoader.Load(new LoadOptions { ProjectFolder = tally.Folder, StartedAt = tally.Clock.GetUtcNow() }, new Problems());
        var read = LastRun.Read(manifest, new Messages(tally.Surroundings(TextWriter.Null, TextWriter.Null), new MessageOptions()))!;
        var known = run.Results.Results.Where(result => manifest.Nodes.ContainsKey(result.Node)).ToArray();
        read.Results.Select(result => (result.Node, result.Status)).ShouldBe(known.Select(result => (result.Node, result.Status)));
        read.Results.OfType<NodeResult.TestFailed>().Single().Failures.ShouldBe(3);
        read.Results.OfType<NodeResult.Built>().Single().Rows.ShouldBe(12000);
    }

    [Fact]
    public async Task Results_that_cannot_be_read_are_left_out_with_a_warning()
    {
        using var tally = await Tally.WithProjectAsync();
        tally.Write("target/run_results.json", "{\"results\": [");
        var (code, _, error) = await tally.RunAsync("docs", "generate");
        code.ShouldBe(ExitCode.Success);
        error.ShouldContain("warning[TLY7303]");
    }

    [Fact]
    public async Task Results_of_dbt_are_understood_too()
    {
        using var tally = await Tally.WithProjectAsync();
        tally.Write("target/run_results.json", """
            {"metadata": {"dbt_schema_version": "https://schemas.getdbt.com/dbt/run-results/v6.json", "generated_at": "2026-03-01T00:00:00Z"}, "elapsed_time": 1.5, "args": {"which": "run"},
             "results": [{"unique_id": "model.demo.stg_calls", "status": "runtime error", "message": "no", "timing": [], "execution_time": 1, "failures": null, "adapter_response": {}}]}
            """);
        var (code, _, error) = await tally.RunAsync("docs", "generate");
        code.ShouldBe(ExitCode.Success);
        error.ShouldNotContain("TLY7303");
    }

    [Fact]
    public async Task A_failing_test_makes_the_exit_code_1_and_the_results_are_written_all_the_same()
    {
        using var tally = await Tally.WithProjectAsync();
        tally.Write("tests/no_calls.sql", "select * from {{ ref('stg_calls') }}");
        var (code, _, error) = await tally.RunAsync("build", "-s", "+stg_calls");
        code.ShouldBe(ExitCode.NodesFailed);
        error.ShouldContain("test no_calls found 12 rows that should not be");
        File.ReadAllText(Path.Combine(tally.Folder, "target/run_results.json")).ShouldContain("\"fail\"");
    }

    [Fact]
    public async Task A_seed_whose_numbers_lose_digits_is_warned_of()
    {
        using var tally = new Tally();
        tally.Write("tally_project.yml", "name: shop");
        tally.Write("seeds/orders.csv", "id,amount\n12345678901234567890,1.5\n12345678901234567891,2.5\n");
        var (code, output, _) = await tally.RunAsync("seed");
        code.ShouldBe(ExitCode.Success);
        output.ShouldContain("warning[TLY5072]: seed orders: the column 'id' is taken for DOUBLE");
        output.ShouldNotContain("'amount'");
        tally.Write("seeds/orders.yml", "seeds: [{name: orders, config: {column_types: {id: hugeint}}}]");
        (await tally.RunAsync("seed")).Output.ShouldNotContain("TLY5072");
        (await tally.RunAsync("show", "--inline", "select max(id)::varchar as id from {{ ref('orders') }}", "--output", "csv")).Output.ShouldBe("id\n12345678901234567891\n");
    }

    [Fact]
    public async Task The_first_rows_of_seeds_can_be_shown()
    {
        using var tally = new Tally();
        tally.Write("tally_project.yml", "name: shop");
        tally.Write("seeds/orders.csv", "id,item\n1,tea\n2,cake\n");
        (await tally.RunAsync("seed", "--show")).Output.ShouldContain("main.orders\nid  item\n");
        (await tally.RunAsync("seed")).Output.ShouldNotContain("cake");
    }

    [Fact]
    public async Task Debug_can_look_at_the_database_alone()
    {
        using var tally = await Tally.WithProjectAsync();
        var (code, output, _) = await tally.RunAsync("debug", "--connection");
        code.ShouldBe(ExitCode.Success);
        output.ShouldContain("DuckDB");
        output.ShouldNotContain("target folder");
        tally.Write("models/broken.sql", "{{ ref(");
        (await tally.RunAsync("debug", "--connection")).Code.ShouldBe(ExitCode.Success);
        (await tally.RunAsync("debug")).Code.ShouldBe(ExitCode.Unusable);
    }

    [Fact]
    public async Task A_seed_that_names_a_column_twice_is_refused()
    {
        using var tally = new Tally();
        tally.Write("tally_project.yml", "name: shop");
        tally.Write("seeds/orders.csv", "id,Id\n1,2\n");
        var (code, _, error) = await tally.RunAsync("seed");
        code.ShouldBe(ExitCode.Unusable);
        error.ShouldContain("error[TLY4112]: the column 'id' stands twice in seeds/orders.csv");
    }

    [Fact]
    public async Task A_dry_run_prints_the_plan_and_writes_nothing()
    {
        using var tally = await Tally.WithProjectAsync();
        var (code, output, _) = await tally.RunAsync("build", "--dry-run");
        code.ShouldBe(ExitCode.Success);
        Snapshot.Match("Cli/plan.txt", output);
        tally.Has("caretally.duckdb").ShouldBeFalse();
        tally.Has("target").ShouldBeFalse();
    }

    [Fact]
    public async Task A_dry_run_as_json_is_an_object_for_each_step()
    {
        using var tally = await Tally.WithProjectAsync();
        Snapshot.Match("Cli/plan.jsonl", (await tally.RunAsync("build", "--dry-run", "--output", "json")).Output);
    }

    [Fact]
    public async Task An_analysis_is_listed_and_compiled_and_never_run()
    {
        using var tally = await Tally.WithProjectAsync();
        tally.Write("analyses/deep/look.sql", "select * from {{ ref('calls') }}; select {{ adapter.get_columns_in_relation(ref('calls')) | length }} as n");
        (await tally.RunAsync("ls", "--resource-type", "analysis")).Output.ShouldBe("demo.analysis.deep.look\n");
        (await tally.RunAsync("build")).Output.ShouldContain("3 built, 6 passed");
        var (code, output, error) = await tally.RunAsync("compile");
        error.ShouldBeEmpty();
        code.ShouldBe(ExitCode.Success);
        output.ShouldBe("Compiled 9 nodes to target/compiled\n");
        File.ReadAllText(Path.Combine(tally.Folder, "target/compiled/demo/analyses/deep/look.sql")).ShouldBe("select * from \"main\".\"calls\"; select 6 as n");
        (await tally.RunAsync("docs", "generate")).Code.ShouldBe(ExitCode.Success);
    }

    [Fact]
    public async Task What_cannot_be_compiled_on_the_tables_that_are_there_is_said_once_and_the_rest_is_written()
    {
        using var tally = await Tally.WithProjectAsync();
        tally.Write("models/bad.sql", "select {{ run_query('select 1 from nowhere') | length }}");
        var (code, output, error) = await tally.RunAsync("compile");
        code.ShouldBe(ExitCode.NodesFailed);
        error.Split("nowhere does not exist").Length.ShouldBe(2);
        output.ShouldBe("Compiled 8 nodes to target/compiled\n");
        tally.Has("target/compiled/demo/models/staging/stg_calls.sql").ShouldBeTrue();
        tally.Has("target/compiled/demo/models/bad.sql").ShouldBeFalse();
        tally.Has("target/manifest.json").ShouldBeTrue();
    }

    [Fact]
    public async Task Compiling_one_model_prints_its_sql()
    {
        using var tally = await Tally.WithProjectAsync();
        var (_, output, _) = await tally.RunAsync("compile", "-s", "stg_calls");
        output.ShouldContain("from \"main\".\"calls\"");
        output.ShouldNotContain("{{");
        tally.Has("target/compiled/demo/models/staging/stg_calls.sql").ShouldBeTrue();
        tally.Has("caretally.duckdb").ShouldBeFalse();
    }

    [Theory]
    [InlineData("selector")]
    [InlineData("name")]
    [InlineData("path")]
    [InlineData("json")]
    public async Task Nodes_are_listed_in_each_format(string format)
    {
        using var tally = await Tally.WithProjectAsync();
        tally.Write("models/sources.yml", "sources:\n  - name: crm\n    tables:\n      - name: cases\n");
        var (code, output, _) = await tally.RunAsync("ls", "--output", format);
        code.ShouldBe(ExitCode.Success);
        Snapshot.Match($"Cli/ls/{format}.txt", output);
    }

    [Fact]
    public async Task Listed_json_holds_the_keys_that_are_asked_for()
    {
        using var tally = await Tally.WithProjectAsync();
        var (_, output, _) = await tally.RunAsync("ls", "-s", "stg_calls", "--resource-type", "model", "--output", "json", "--output-keys", "name", "fqn");
        output.ShouldBe("{\"fqn\":[\"demo\",\"staging\",\"stg_calls\"],\"name\":\"stg_calls\"}\n");
        var (code, _, error) = await tally.RunAsync("ls", "--output", "json", "--output-keys", "nam");
        code.ShouldBe(ExitCode.Unusable);
        error.ShouldContain("did you mean 'name'?");
    }

    [Fact]
    public async Task Errors_of_the_project_are_json_where_json_is_asked_for()
    {
        using var tally = await Tally.WithProjectAsync();
        tally.Write("models/a.sql", "select * from {{ ref('stg_cals') }}");
        var (code, output, error) = await tally.RunAsync("parse", "--output", "json");
        code.ShouldBe(ExitCode.Unusable);
        error.ShouldBeEmpty();
        using var json = JsonDocument.Parse(output);
        json.RootElement.GetProperty("event").GetString().ShouldBe("diagnostic");
        json.RootElement.GetProperty("severity").GetString().ShouldBe("error");
        json.RootElement.GetProperty("code").GetString().ShouldBe("TLY3001");
        json.RootElement.GetProperty("file").GetString().ShouldBe("models/a.sql");
        json.RootElement.GetProperty("line").GetInt32().ShouldBe(1);
        json.RootElement.GetProperty("hint").GetString().ShouldBe("did you mean 'stg_calls'?");
    }

    [Fact]
    public async Task A_project_that_is_sound_is_said_so_without_a_database()
    {
        using var tally = await Tally.WithProjectAsync();
        var (_, output, _) = await tally.RunAsync("parse");
        output.ShouldBe("demo is sound: 2 models, 1 seed, 6 tests\n");
        tally.Has("target/manifest.json").ShouldBeTrue();
        tally.Has("caretally.duckdb").ShouldBeFalse();
    }

    [Fact]
    public async Task A_selection_of_nothing_warns_and_succeeds()
    {
        using var tally = await Tally.WithProjectAsync();
        var (code, output, error) = await tally.RunAsync("build", "-s", "nope");
        code.ShouldBe(ExitCode.Success);
        error.ShouldContain("warning[TLY4003]");
        output.ShouldContain("nothing to do");
    }

    [Theory]
    [InlineData("my-care", "for example 'my_care'")]
    [InlineData("../care", "for example 'care'")]
    [InlineData("1care", "TLY7101")]
    public async Task A_name_that_is_none_is_refused(string name, string said)
    {
        using var tally = new Tally();
        var (code, _, error) = await tally.RunAsync("init", name);
        code.ShouldBe(ExitCode.Unusable);
        error.ShouldContain(said);
        Directory.EnumerateFileSystemEntries(tally.Folder).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_folder_that_holds_something_is_not_touched()
    {
        using var tally = new Tally();
        tally.Write("demo/notes.txt", "mine");
        var (code, _, error) = await tally.RunAsync("init", "demo");
        code.ShouldBe(ExitCode.Unusable);
        error.ShouldContain("TLY7102");
        tally.Has("demo/tally_project.yml").ShouldBeFalse();
    }

    [Fact]
    public async Task Debug_names_what_is_wrong_with_the_project()
    {
        using var tally = await Tally.WithProjectAsync();
        tally.Write("models/a.sql", "select * from {{ ref('stg_cals') }}");
        var (code, output, _) = await tally.RunAsync("debug");
        code.ShouldBe(ExitCode.Unusable);
        output.ShouldContain("problem  project          models/a.sql:1:18: model, seed or snapshot 'stg_cals' does not exist");
        output.ShouldContain("1 problem found.");
    }

    [Fact]
    public async Task Debug_names_a_database_that_is_none()
    {
        using var tally = await Tally.WithProjectAsync();
        tally.Write("caretally.duckdb", new string('x', 9000));
        var (code, output, _) = await tally.RunAsync("debug");
        code.ShouldBe(ExitCode.Unusable);
        output.ShouldContain("is not a DuckDB database");
    }

    [Fact]
    public async Task A_quiet_build_that_succeeds_says_nothing()
    {
        using var tally = await Tally.WithProjectAsync();
        var (code, output, error) = await tally.RunAsync("build", "-q");
        code.ShouldBe(ExitCode.Success);
        output.ShouldBeEmpty();
        error.ShouldBeEmpty();
    }
}
