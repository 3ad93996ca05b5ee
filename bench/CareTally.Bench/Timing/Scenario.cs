namespace CareTally.Bench.Timing;

/// <summary>What is deleted before each run of a scenario, so that every run finds the same.</summary>
internal enum Preparation
{
    None,
    NoTarget,
    NoTargetNoDatabase,
}

/// <summary>
/// One line of the table: a command of tally on a project of a size (0: it needs none) and the bars it is held to.
/// <c>Leaves</c> and <c>MinimumLines</c> are the file and the output that show the work was done; <c>Against</c> times
/// the raw statements in turn with the command.
/// </summary>
internal sealed record Scenario(
    string Name,
    int Models,
    IReadOnlyList<string> Arguments,
    Preparation Before = Preparation.None,
    double? WallBarSeconds = null,
    double? PeakBarMegabytes = null,
    double? RatioBar = null,
    string? Leaves = null,
    int MinimumLines = 0,
    bool Against = false,
    bool WithUnitTests = false)
{
    /// <summary>Models of the project with unit tests: four fifths of them have parents, so that it has 500 tests.</summary>
    public const int ModelsOfUnitTests = 625;

    /// <summary>The scenarios whose bars are promised, then the same commands on a larger project where one is asked for.</summary>
    public static IEnumerable<Scenario> For(int small, int medium, int? large)
    {
        yield return new("--version", 0, ["--version"], WallBarSeconds: 0.15, MinimumLines: 1);
        yield return Parse(medium) with { WallBarSeconds = 1.0, PeakBarMegabytes = 300 };
        yield return List(medium) with { WallBarSeconds = 0.5, PeakBarMegabytes = 300 };
        yield return Compile(medium) with { WallBarSeconds = 1.5, PeakBarMegabytes = 300 };
        yield return Check(medium) with { WallBarSeconds = 3.0, PeakBarMegabytes = 300 };
        yield return new("test 500 unit tests", ModelsOfUnitTests, ["test", "-s", "test_type:unit"], Preparation.NoTargetNoDatabase, WallBarSeconds: 5.0, Leaves: "target/run_results.json", WithUnitTests: true);
        yield return Build(medium) with { Name = "run", Arguments = ["run"], Against = false, PeakBarMegabytes = 300 };
        yield return Build(medium) with { PeakBarMegabytes = 300 };
        yield return Build(small) with { RatioBar = 1.5 };
        yield return Build(small) with { Name = "build again", Before = Preparation.None, Against = false };
        if (large is not { } models)
            yield break;
        yield return Parse(models);
        yield return List(models);
        yield return Compile(models);
        yield return Check(models);
        yield return Build(models);
    }

    private static Scenario Parse(int models) =>
        new("parse cold", models, ["parse"], Preparation.NoTarget, Leaves: "target/manifest.json");

    private static Scenario List(int models) => new("ls", models, ["ls"], MinimumLines: models);

    private static Scenario Compile(int models) => new("compile", models, ["compile"], Leaves: "target/compiled");

    private static Scenario Check(int models) => new("check", models, ["check"], Leaves: "target/check.json");

    private static Scenario Build(int models) =>
        new("build", models, ["build"], Preparation.NoTargetNoDatabase, Leaves: "caretally.duckdb", Against: true);
}
