namespace CareTally.Bench.Timing;

/// <summary>
/// A scenario's samples: tally's and, where the two are compared, the raw statements'. <c>Absent</c> is what the command
/// should have left or printed and did not: a fast program that does nothing meets no bar.
/// </summary>
internal sealed record Measurement(Scenario Scenario, Sample Tally, Sample? Raw, string? Absent)
{
    /// <summary>How many times the raw statements' time tally takes; none where one of the two did not do its work.</summary>
    public double? Ratio => Raw is { Failed: null } raw && Tally.Failed is null && Absent is null ? Tally.MedianWall / raw.MedianWall : null;
}

/// <summary>Runs scenarios: one warm-up, then the timed runs, tally and the raw statements in turn.</summary>
internal sealed class Benchmark(string tally, string bench, string projects, int runs)
{
    public string Project(int models, bool withUnitTests = false) => Path.Combine(projects, $"bench_{models}{(withUnitTests ? "_unit_tests" : "")}");

    public Measurement Measure(Scenario scenario)
    {
        var project = scenario.Models == 0 ? projects : Project(scenario.Models, scenario.WithUnitTests);
        List<ProcessRun> tallyRuns = [], rawRuns = [];
        for (var i = 0; i <= runs; i++)
        {
            Prepare(scenario.Before, project);
            var tallyRun = ProcessTimer.Run([tally, .. scenario.Arguments], project);
            var rawRun = scenario.Against ? ProcessTimer.Run([bench, "raw", "--project", project], project) : null;
            if (i == 0)
                continue;
            tallyRuns.Add(tallyRun);
            if (rawRun is not null)
                rawRuns.Add(rawRun);
        }

        return new Measurement(
            scenario, new Sample(tallyRuns), scenario.Against ? new Sample(rawRuns) : null, Absent(scenario, project, tallyRuns));
    }

    private static string? Absent(Scenario scenario, string project, List<ProcessRun> runs)
    {
        if (scenario.Leaves is { } leaves && !Path.Exists(Path.Combine(project, leaves)))
            return $"no {leaves}";
        var fewest = runs.Min(run => run.OutputLines);
        return fewest < scenario.MinimumLines ? $"{fewest} lines of output" : null;
    }

    private static void Prepare(Preparation before, string project)
    {
        if (before == Preparation.None)
            return;
        var target = Path.Combine(project, "target");
        if (Directory.Exists(target))
            Directory.Delete(target, recursive: true);
        if (before != Preparation.NoTargetNoDatabase)
            return;
        foreach (var file in Directory.EnumerateFiles(project, "caretally.duckdb*"))
            File.Delete(file);
    }
}
