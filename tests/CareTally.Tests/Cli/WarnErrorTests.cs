using System.Xml.Linq;
using CareTally.Cli;

namespace CareTally.Tests.Cli;

/// <summary>Warnings that are errors, wherever they come from; what ageing sources tell build servers.</summary>
public sealed class WarnErrorTests
{
    [Fact]
    public async Task A_source_that_is_getting_old_is_stale_where_warnings_are_errors()
    {
        using var tally = await WithSourceAsync();
        var (code, _, error) = await tally.RunAsync("source", "freshness");
        code.ShouldBe(ExitCode.Success);
        error.ShouldContain("warning[TLY7461]");

        (code, _, error) = await tally.RunAsync("source", "freshness", "--warn-error");
        code.ShouldBe(ExitCode.NodesFailed);
        error.ShouldContain("error[TLY7460]: raw.loads is stale: its newest row is 3 hours old, and more than 1 hour is an error");
        File.ReadAllText(Path.Combine(tally.Folder, "target/sources.json")).ShouldContain("\"status\":\"error\"");
    }

    [Fact]
    public async Task Build_servers_hear_of_sources()
    {
        using var tally = await WithSourceAsync();
        tally.Environment["GITHUB_STEP_SUMMARY"] = Path.Combine(tally.Folder, "summary.md");
        await tally.RunAsync("source", "freshness", "--output", "junit");
        Source(tally).Elements().Select(element => element.Name.LocalName).ShouldNotContain("failure");
        await tally.RunAsync("source", "freshness", "--output", "junit", "--warn-error");
        Source(tally).Element("failure")!.Attribute("type")!.Value.ShouldBe("TLY7460");
        var (_, output, _) = await tally.RunAsync("source", "freshness", "--output", "github");
        output.ShouldContain("::warning file=models/s.yml");
        File.ReadAllText(Path.Combine(tally.Folder, "summary.md")).ShouldContain("| sources | 0 | 1 | 0 | 0 |");
    }

    [Theory]
    [InlineData("run")]
    [InlineData("check")]
    [InlineData("compile")]
    [InlineData("show", "m")]
    [InlineData("docs", "generate")]
    public async Task A_warning_of_the_plan_ends_the_command_before_anything_is_run(params string[] command)
    {
        using var tally = new Tally();
        tally.Write("tally_project.yml", "name: shop");
        tally.Write("models/other.sql", "select 1 as id");
        tally.Write("models/m.sql", "{{ config(materialized='table') }} select 1 as id");
        tally.Write("models/m.yml", "models: [{name: m, config: {contract: {enforced: true}}, columns: [{name: id, data_type: int, constraints: [{type: foreign_key, to: ref('other'), to_columns: [id]}]}]}]");
        var (code, _, error) = await tally.RunAsync([.. command, "--warn-error"]);
        error.ShouldStartWith("error[TLY4350]");
        code.ShouldBe(ExitCode.Unusable);
        tally.Has("caretally.duckdb").ShouldBeFalse();
        (await tally.RunAsync([.. command, "--warn-error-options", "{error: all, warn: [TLY4350]}"])).Code.ShouldBe(ExitCode.Success);
    }

    [Fact]
    public async Task A_warning_of_a_unit_test_ends_the_command_before_anything_is_run()
    {
        using var tally = new Tally();
        tally.Write("tally_project.yml", "name: shop");
        tally.Write("models/other.sql", "select 1 as id");
        tally.Write("models/m.sql", "select 1 as id");
        tally.Write("models/m.yml", "unit_tests: [{name: one, model: m, given: [{input: ref('other'), rows: [{id: 1}]}], expect: {rows: [{id: 1}]}}]");
        (await tally.RunAsync("test")).Code.ShouldBe(ExitCode.Success);
        var (code, _, error) = await tally.RunAsync("test", "--warn-error");
        code.ShouldBe(ExitCode.Unusable);
        error.ShouldStartWith("error[");
    }

    [Fact]
    public void Every_command_that_runs_nodes_takes_the_same_options()
    {
        using var tally = new Tally();
        var root = CommandLine.CreateRoot(new CommandContext(tally.Surroundings(TextWriter.Null, TextWriter.Null), new CareTally.Cli.Options.SharedOptions()));
        var commands = root.Subcommands.Where(command => command.Name is "build" or "run" or "seed" or "snapshot" or "test" or "clone").Append(root.Subcommands.Single(command => command.Name == "source").Subcommands.Single());
        foreach (var command in commands)
            ((string[])["--select", "--exclude", "--selector", "--state", "--threads", "--fail-fast", "--wait", "--output", "--target"]).Except(command.Options.Select(option => option.Name)).ShouldBeEmpty(command.Name);
        foreach (var command in root.Subcommands.Where(command => command.Name is "build" or "run" or "snapshot" or "test")) command.Options.ShouldContain(option => option.Name == "--defer", command.Name);
    }

    [Fact]
    public async Task What_has_changed_can_be_checked_alone()
    {
        using var tally = await StateProject.BuildAsync();
        tally.Write("models/fct.sql", "select nope from {{ ref('inline') }}");
        (await tally.RunAsync("check", "-s", "state:modified", "--state", "state")).Error.ShouldContain("nope");
        (await tally.RunAsync("check", "-s", "state:unmodified,stg", "--state", "state")).Code.ShouldBe(ExitCode.Success);
    }

    [Fact]
    public async Task A_snapshot_reads_from_the_state_what_the_target_does_not_have()
    {
        using var tally = await StateProject.BuildAsync();
        tally.Write("snapshots/h.yml", "snapshots: [{name: h, relation: ref('fct'), config: {strategy: check, check_cols: all, unique_key: id}}]");
        (await tally.RunAsync("snapshot")).Code.ShouldBe(ExitCode.NodesFailed);
        var (code, output, error) = await tally.RunAsync("snapshot", "--defer", "--state", "state");
        code.ShouldBe(ExitCode.Success, output + error);
        (await tally.RowsAsync("h")).ShouldStartWith("id,dbt_scd_id");
    }

    private static async Task<Tally> WithSourceAsync()
    {
        var tally = new Tally();
        tally.Write("tally_project.yml", "name: shop");
        tally.Write("seeds/loads.csv", "id,seen\n1,2026-03-02 06:00:00\n");
        tally.Write("models/s.yml", "sources: [{name: raw, schema: main, tables: [{name: loads, loaded_at_field: seen, freshness: {warn_after: {count: 1, period: hour}}}]}]");
        var (code, _, error) = await tally.RunAsync("seed");
        code.ShouldBe(ExitCode.Success, error);
        return tally;
    }

    private static XElement Source(Tally tally) =>
        XDocument.Load(Path.Combine(tally.Folder, "target", "junit.xml")).Descendants("testsuite").Single(suite => suite.Attribute("name")!.Value == "sources").Elements("testcase").Single();
}
