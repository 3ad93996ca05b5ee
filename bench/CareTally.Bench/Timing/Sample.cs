namespace CareTally.Bench.Timing;

/// <summary>The runs of one command.</summary>
internal sealed record Sample(IReadOnlyList<ProcessRun> Runs)
{
    public ProcessRun? Failed => Runs.FirstOrDefault(run => run.ExitCode != 0);

    public TimeSpan MedianWall => Median(Runs.Select(run => run.Wall));

    public TimeSpan FastestWall => Runs.Min(run => run.Wall);

    public TimeSpan MedianProcessor => Median(Runs.Select(run => run.Processor));

    public long PeakBytes => Runs.Max(run => run.PeakBytes);

    private static TimeSpan Median(IEnumerable<TimeSpan> values)
    {
        var sorted = values.Order().ToList();
        var middle = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
