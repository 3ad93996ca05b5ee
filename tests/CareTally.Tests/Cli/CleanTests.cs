using CareTally.Cli;

namespace CareTally.Tests.Cli;

public sealed class CleanTests
{
    [Fact]
    public async Task Generated_folders_go_and_everything_else_stays()
    {
        using var tally = await Tally.WithProjectAsync();
        tally.Write("target/manifest.json", "{}");
        tally.Write("target/compiled/demo/a.sql", "select 1");
        tally.Write("caretally.duckdb", "data");
        var (code, output, _) = await tally.RunAsync("clean");
        code.ShouldBe(ExitCode.Success);
        output.ShouldContain("Deleted 2 files.");
        tally.Has("target").ShouldBeFalse();
        tally.Has("models/staging/stg_calls.sql").ShouldBeTrue();
        tally.Has("caretally.duckdb").ShouldBeTrue();
    }

    [Fact]
    public async Task A_database_in_a_generated_folder_is_kept()
    {
        using var tally = await Tally.WithProjectAsync();
        tally.Write("target/warehouse.duckdb", "data");
        tally.Write("target/warehouse.duckdb.wal", "data");
        tally.Write("target/manifest.json", "{}");
        var (_, output, _) = await tally.RunAsync("clean");
        output.ShouldContain("keep    target/warehouse.duckdb (a database)");
        tally.Has("target/warehouse.duckdb").ShouldBeTrue();
        tally.Has("target/warehouse.duckdb.wal").ShouldBeTrue();
        tally.Has("target/manifest.json").ShouldBeFalse();
    }

    [Fact]
    public async Task The_targets_own_database_is_kept_whatever_its_name()
    {
        using var tally = await Tally.WithProjectAsync();
        File.AppendAllText(Path.Combine(tally.Folder, "tally_project.yml"), "\ntargets:\n  dev: {type: duckdb, path: target/figures.dat}\n");
        tally.Write("target/figures.dat", "data");
        await tally.RunAsync("clean");
        tally.Has("target/figures.dat").ShouldBeTrue();
    }

    [Theory]
    [InlineData("..", "TLY7201")]
    [InlineData("../elsewhere", "TLY7201")]
    [InlineData("target/../../elsewhere", "TLY7201")]
    [InlineData("target/..", "TLY7201")]
    [InlineData(".", "TLY7201")]
    [InlineData("/", "TLY7201")]
    [InlineData("/tmp", "TLY7201")]
    [InlineData("models", "TLY7202")]
    [InlineData("models/staging", "TLY7202")]
    [InlineData("seeds/", "TLY7202")]
    [InlineData("tally_project.yml", "TLY7202")]
    [InlineData(".git/objects", "TLY7202")]
    public async Task What_is_not_generated_is_refused_and_nothing_is_deleted(string folder, string code)
    {
        using var tally = await Tally.WithProjectAsync();
        File.AppendAllText(Path.Combine(tally.Folder, "tally_project.yml"), $"\nclean-targets: [target, '{folder}']\n");
        var kept = tally.Write("target/manifest.json", "{}");
        var (exit, _, error) = await tally.RunAsync("clean");
        exit.ShouldBe(ExitCode.Unusable);
        error.ShouldContain(code);
        File.Exists(kept).ShouldBeTrue();
        tally.Has("models/staging/stg_calls.sql").ShouldBeTrue();
    }

    [Fact]
    public async Task A_folder_that_holds_the_models_is_refused()
    {
        using var tally = await Tally.WithProjectAsync();
        var file = Path.Combine(tally.Folder, "tally_project.yml");
        File.WriteAllText(file, File.ReadAllText(file).Replace("model-paths: [\"models\"]", "model-paths: [\"sql/models\"]\nclean-targets: [sql]", StringComparison.Ordinal));
        tally.Write("sql/models/a.sql", "select 1");
        (await tally.RunAsync("clean")).Error.ShouldContain("'sql' holds models");
        tally.Has("sql/models/a.sql").ShouldBeTrue();
    }

    [Fact]
    public async Task Links_are_deleted_and_never_followed()
    {
        using var tally = await Tally.WithProjectAsync();
        using var elsewhere = new Tally();
        var precious = elsewhere.Write("precious.txt", "keep me");
        Directory.CreateDirectory(Path.Combine(tally.Folder, "target"));
        Directory.CreateSymbolicLink(Path.Combine(tally.Folder, "target", "link"), elsewhere.Folder);
        await tally.RunAsync("clean");
        tally.Has("target").ShouldBeFalse();
        File.Exists(precious).ShouldBeTrue();
    }

    [Fact]
    public async Task A_folder_behind_a_link_is_not_inside_the_project()
    {
        using var tally = await Tally.WithProjectAsync();
        using var elsewhere = new Tally();
        var precious = elsewhere.Write("precious.txt", "keep me");
        Directory.CreateSymbolicLink(Path.Combine(tally.Folder, "target"), elsewhere.Folder);
        (await tally.RunAsync("clean")).Error.ShouldContain("TLY7201");
        File.Exists(precious).ShouldBeTrue();
    }

    [Fact]
    public async Task A_dry_run_deletes_nothing()
    {
        using var tally = await Tally.WithProjectAsync();
        tally.Write("target/manifest.json", "{}");
        var (_, output, _) = await tally.RunAsync("clean", "--dry-run");
        output.ShouldBe("delete  target/manifest.json\n1 file would be deleted.\n");
        tally.Has("target/manifest.json").ShouldBeTrue();
    }
}
