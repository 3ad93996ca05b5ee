using CareTally.Cli;

namespace CareTally.Tests.Cli;

/// <summary>Checks of what reads tables that are changed in place.</summary>
public sealed class ChangedTableCheckTests
{
    private static Tally Start()
    {
        var tally = new Tally();
        tally.Write("tally_project.yml", "name: shop\ntargets: {dev: {type: duckdb, path: shop.duckdb}}\ntarget: dev\n");
        tally.Write("seeds/codes.csv", "id,label\n1,a\n");
        return tally;
    }

    private static void WriteModel(Tally tally, string change, string columns) => tally.Write(
        "models/facts.sql",
        $"{{{{ config(materialized='incremental', on_schema_change='{change}') }}}} select {columns} from {{{{ ref('codes') }}}} {{% if is_incremental() %}}where id > (select max(id) from {{{{ this }}}}){{% endif %}}");

    private static async Task BuildAsync(Tally tally)
    {
        var (code, output, error) = await tally.RunAsync("build", "--no-site");
        code.ShouldBe(ExitCode.Success, output + error);
    }

    [Theory]
    [InlineData("ignore", "id", true)]
    [InlineData("ignore", "extra", false)]
    [InlineData("append_new_columns", "extra", true)]
    [InlineData("append_new_columns", "label", true)]
    [InlineData("sync_all_columns", "extra", true)]
    [InlineData("sync_all_columns", "label", false)]
    public async Task What_reads_an_incremental_model_is_checked_against_its_table_after_the_run(string change, string column, bool isThere)
    {
        using var tally = Start();
        WriteModel(tally, change, "id, label");
        await BuildAsync(tally);
        WriteModel(tally, change, change == "ignore" ? "id, label, 1 as extra" : "id, 1 as extra");
        tally.Write("models/reader.sql", $"select {column} from {{{{ ref('facts') }}}}");
        var (code, _, error) = await tally.RunAsync("check");
        code.ShouldBe(isThere ? ExitCode.Success : ExitCode.Unusable, error);
        if (!isThere) error.ShouldContain("--> models/reader.sql:1:8");
        (await tally.RunAsync("build", "--no-site")).Code.ShouldBe(code);
    }

    [Fact]
    public async Task A_column_that_would_get_no_values_is_found_before_anything_is_built()
    {
        using var tally = Start();
        WriteModel(tally, "ignore", "id, label");
        await BuildAsync(tally);
        WriteModel(tally, "ignore", "id");
        var (code, _, error) = await tally.RunAsync("build", "--no-site");
        (code, error).ShouldSatisfyAllConditions(() => code.ShouldBe(ExitCode.Unusable), () => error.ShouldContain("label"));
        (await tally.RunAsync("build", "--no-site", "--full-refresh")).Code.ShouldBe(ExitCode.Success);
    }

    [Fact]
    public async Task An_incremental_model_is_checked_itself()
    {
        using var tally = Start();
        WriteModel(tally, "ignore", "id, label");
        await BuildAsync(tally);
        WriteModel(tally, "ignore", "id, lable as label");
        var (code, _, error) = await tally.RunAsync("build", "--no-site");
        code.ShouldBe(ExitCode.Unusable);
        error.ShouldContain("did you mean 'label'?");
        error.ShouldContain("models/facts.sql:1");
    }

    [Theory]
    [InlineData("dbt_valid_to", true)]
    [InlineData("label", true)]
    [InlineData("extra", true)]
    [InlineData("dbt_valid_too", false)]
    public async Task What_reads_a_snapshot_is_checked_against_its_history(string column, bool isThere)
    {
        using var tally = Start();
        tally.Write("seeds/codes.csv", "id,label\n1,a\n");
        tally.Write("snapshots/s.yml", "snapshots: [{name: history, relation: \"ref('codes')\", config: {unique_key: id, strategy: check, check_cols: all}}]\n");
        if (column == "label") await BuildAsync(tally);
        tally.Write("seeds/codes.csv", column == "label" ? "id,extra\n1,a\n" : "id,label,extra\n1,a,b\n");
        tally.Write("models/reader.sql", $"select {column} from {{{{ ref('history') }}}}");
        var (code, output, error) = await tally.RunAsync("check", "--output", "json");
        code.ShouldBe(isThere ? ExitCode.Success : ExitCode.Unusable, error);
        if (isThere) output.ShouldNotContain("\"not_checkable\"", Case.Sensitive, output);
        (await tally.RunAsync("build", "--no-site")).Code.ShouldBe(code);
    }

    [Fact]
    public async Task A_plan_is_checked_before_it_is_printed()
    {
        using var tally = Start();
        WriteModel(tally, "ignore", "id, lable");
        var (code, output, error) = await tally.RunAsync("build", "--dry-run");
        (code, output).ShouldBe((ExitCode.Unusable, ""));
        error.ShouldContain("did you mean 'label'?");
        (await tally.RunAsync("build", "--dry-run", "--no-check")).Code.ShouldBe(ExitCode.Success);
        tally.Has("shop.duckdb").ShouldBeFalse();
    }
}
