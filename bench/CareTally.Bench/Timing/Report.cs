using System.Globalization;

namespace CareTally.Bench.Timing;

/// <summary>The results as one Markdown table.</summary>
internal static class Report
{
    public static IEnumerable<string> Lines(IEnumerable<Measurement> measurements, int runs)
    {
        yield return $"Whole processes, median of {runs} runs after a warm-up, on {Environment.ProcessorCount} processors.";
        yield return "";
        yield return "| Command | Models | Bar | Wall s | Fastest s | CPU s | Peak MB | Raw wall s | Raw CPU s | Times raw | Verdict |";
        yield return "|---|---:|---|---:|---:|---:|---:|---:|---:|---:|---|";
        foreach (var measurement in measurements)
            yield return Row(measurement);
    }

    private static string Row(Measurement measurement)
    {
        var (scenario, tally, raw, _) = measurement;
        var models = scenario.Models == 0 ? "" : scenario.Models.ToString("N0", CultureInfo.InvariantCulture);
        var cells = string.Join(" | ",
            $"`tally {string.Join(' ', scenario.Arguments)}` {scenario.Name[scenario.Arguments[0].Length..].Trim()}".TrimEnd(),
            models,
            Bars(scenario),
            Seconds(tally.MedianWall),
            Seconds(tally.FastestWall),
            Seconds(tally.MedianProcessor),
            Number(tally.PeakBytes / 1e6, "0"),
            raw switch { null => "", { Failed: { } failed } => Failure(failed), _ => Seconds(raw.MedianWall) },
            raw is { Failed: null } ? Seconds(raw.MedianProcessor) : "",
            measurement.Ratio is { } ratio ? Number(ratio, "0.00") : "",
            Verdict(measurement));
        return $"| {cells} |";
    }

    private static string Bars(Scenario scenario)
    {
        var bars = new List<string>();
        if (scenario.WallBarSeconds is { } wall)
            bars.Add($"{Number(wall, "0.##")} s");
        if (scenario.PeakBarMegabytes is { } peak)
            bars.Add($"{Number(peak, "0")} MB");
        if (scenario.RatioBar is { } ratio)
            bars.Add($"{Number(ratio, "0.##")} x raw");
        return string.Join(", ", bars);
    }

    private static string Verdict(Measurement measurement)
    {
        var (scenario, tally, _, absent) = measurement;
        if (tally.Failed is { } failed)
            return Failure(failed);
        if (absent is not null)
            return $"did nothing: {absent}";
        var missed = new List<string>();
        if (tally.MedianWall.TotalSeconds > scenario.WallBarSeconds)
            missed.Add("time");
        if (tally.PeakBytes / 1e6 > scenario.PeakBarMegabytes)
            missed.Add("memory");
        if (scenario.RatioBar is { } bar && (measurement.Ratio ?? double.PositiveInfinity) > bar)
            missed.Add("ratio");
        if (missed.Count > 0)
            return $"missed: {string.Join(", ", missed)}";
        return Bars(scenario).Length > 0 ? "met" : "";
    }

    private static string Failure(ProcessRun run) =>
        $"exit {run.ExitCode}: {run.FirstErrorLine.Replace("|", "\\|", StringComparison.Ordinal)}".TrimEnd(' ', ':');

    private static string Seconds(TimeSpan time) => Number(time.TotalSeconds, "0.000");

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
