using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CareTally.Bench.Timing;
using DuckDB.NET.Data;

namespace CareTally.Bench.Snapshots;

/// <summary>
/// Takes a snapshot of a table of which one row in a hundred has changed, with tally and by hand-written SQL, in turn and each from the
/// same file; then compares what both have made.
/// </summary>
internal sealed class SnapshotBench(string tally, string folder, int rows, int runs)
{
    private const double Bar = 1.5;
    private const string Seconds = ".seconds";
    private const string Project = "name: bench\ntargets: {dev: {type: duckdb, path: work.duckdb}}\ntarget: dev\n";

    private string Self { get; } = Environment.ProcessPath ?? throw new BenchException("this program does not know its own path");

    /// <summary>Whether every strategy stays within the bar and does the same work.</summary>
    public bool Run()
    {
        var isMet = true;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows:N0} rows, 1 % changed; median of {runs} runs after a warm-up, on {Environment.ProcessorCount} processors."));
        Console.WriteLine("\n| Strategy | Bar | Snapshot s | By hand s | Times by hand | Wall s | CPU s | Peak MB | By hand wall s | By hand CPU s | Verdict |\n|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---|");
        foreach (var strategy in SnapshotSql.Strategies) isMet &= Run(strategy);
        return isMet;
    }

    private bool Run(SnapshotSql strategy)
    {
        Prepare(strategy);
        var (ours, theirs, times) = (new List<ProcessRun>(), new List<ProcessRun>(), new List<(double Ours, double Theirs)>());
        for (var run = 0; run <= runs; run++)
        {
            File.Copy(Base, Work, overwrite: true);
            ours.Add(ProcessTimer.Run([tally, "snapshot", "--project-dir", folder], folder));
            File.Copy(Base, Hand, overwrite: true);
            theirs.Add(ProcessTimer.Run([Self, "snapshot-by-hand", "--database", Hand, "--strategy", strategy.Name], folder));
            times.Add((SecondsOfNode(), double.Parse(File.ReadAllText(Hand + Seconds), CultureInfo.InvariantCulture)));
        }

        return Report(strategy, new Sample([.. ours.Skip(1)]), new Sample([.. theirs.Skip(1)]), (Median(times.Skip(1).Select(time => time.Ours)), Median(times.Skip(1).Select(time => time.Theirs))));
    }

    private bool Report(SnapshotSql strategy, Sample ours, Sample theirs, (double Ours, double Theirs) seconds)
    {
        var ratio = seconds.Ours / seconds.Theirs;
        var verdict = (ours.Failed ?? theirs.Failed) is { } failed ? $"exit {failed.ExitCode}: {failed.FirstErrorLine}"
            : !IsSame() ? "the histories DIFFER"
            : ratio > Bar ? "missed: ratio" : "met";
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {strategy.Name} | {Bar} x by hand | {seconds.Ours:0.000} | {seconds.Theirs:0.000} | {ratio:0.00} | {ours.MedianWall.TotalSeconds:0.000} | {ours.MedianProcessor.TotalSeconds:0.000} | {ours.PeakBytes / 1e6:0} | {theirs.MedianWall.TotalSeconds:0.000} | {theirs.MedianProcessor.TotalSeconds:0.000} | {verdict} |"));
        return verdict == "met";
    }

    // A first snapshot, then the changes; every run starts from a copy of this file.
    private void Prepare(SnapshotSql strategy)
    {
        Directory.CreateDirectory(Path.Combine(folder, "snapshots"));
        File.WriteAllText(Path.Combine(folder, "tally_project.yml"), Project);
        File.WriteAllText(Path.Combine(folder, "snapshots", "history.yml"), strategy.Properties);
        foreach (var file in new[] { Work, Work + ".wal" }) File.Delete(file);
        Execute(Work, SnapshotSql.Table(rows));
        var first = ProcessTimer.Run([tally, "snapshot", "--project-dir", folder], folder);
        if (first.ExitCode != 0) throw new BenchException($"the first snapshot failed: {first.FirstErrorLine}");
        Execute(Work, SnapshotSql.Changes(rows));
        File.Move(Work, Base, overwrite: true);
    }

    private bool IsSame()
    {
        using var connection = new DuckDBConnection($"DataSource={Work}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"attach '{Hand}' as hand";
        command.ExecuteNonQuery();
        command.CommandText = $"select ({SnapshotSql.Summary("main.history")}) = ({SnapshotSql.Summary("hand.main.history")})";
        return command.ExecuteScalar() is true;
    }

    /// <summary>Runs the hand-written SQL, and keeps how long it took from the first statement to the commit.</summary>
    public static void RunByHand(string database, SnapshotSql strategy)
    {
        using var connection = new DuckDBConnection($"DataSource={database}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = strategy.ByHand;
        var watch = Stopwatch.StartNew();
        command.ExecuteNonQuery();
        File.WriteAllText(database + Seconds, watch.Elapsed.TotalSeconds.ToString("R", CultureInfo.InvariantCulture));
        command.CommandText = "checkpoint";
        command.ExecuteNonQuery();
    }

    // What tally says of the snapshot alone, from its first statement to the commit.
    private double SecondsOfNode()
    {
        using var results = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "target", "run_results.json")));
        return results.RootElement.GetProperty("results")[0].GetProperty("execution_time").GetDouble();
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static void Execute(string database, string sql)
    {
        using var connection = new DuckDBConnection($"DataSource={database}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private string Base => Path.Combine(folder, "base.duckdb");

    private string Work => Path.Combine(folder, "work.duckdb");

    private string Hand => Path.Combine(folder, "hand.duckdb");
}
