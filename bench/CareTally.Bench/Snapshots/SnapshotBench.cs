using System.Globalization;
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
    private const string Project = "name: bench\ntargets: {dev: {type: duckdb, path: work.duckdb}}\ntarget: dev\n";

    private string Self { get; } = Environment.ProcessPath ?? throw new BenchException("this program does not know its own path");

    /// <summary>Whether every strategy stays within the bar and does the same work.</summary>
    public bool Run()
    {
        var isMet = true;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows:N0} rows, 1 % changed; whole processes, median of {runs} runs after a warm-up, on {Environment.ProcessorCount} processors."));
        Console.WriteLine("\n| Strategy | Bar | Wall s | Fastest s | CPU s | Peak MB | By hand wall s | By hand CPU s | Times by hand | Verdict |\n|---|---|---:|---:|---:|---:|---:|---:|---:|---|");
        foreach (var strategy in SnapshotSql.Strategies) isMet &= Run(strategy);
        return isMet;
    }

    private bool Run(SnapshotSql strategy)
    {
        Prepare(strategy);
        var (ours, theirs) = (new List<ProcessRun>(), new List<ProcessRun>());
        for (var run = 0; run <= runs; run++)
        {
            File.Copy(Base, Work, overwrite: true);
            ours.Add(ProcessTimer.Run([tally, "snapshot", "--project-dir", folder], folder));
            File.Copy(Base, Hand, overwrite: true);
            theirs.Add(ProcessTimer.Run([Self, "snapshot-by-hand", "--database", Hand, "--strategy", strategy.Name], folder));
        }

        return Report(strategy, new Sample([.. ours.Skip(1)]), new Sample([.. theirs.Skip(1)]));
    }

    private bool Report(SnapshotSql strategy, Sample ours, Sample theirs)
    {
        var ratio = ours.MedianWall / theirs.MedianWall;
        var verdict = (ours.Failed ?? theirs.Failed) is { } failed ? $"exit {failed.ExitCode}: {failed.FirstErrorLine}"
            : !IsSame() ? "the histories DIFFER"
            : ratio > Bar ? "missed: ratio" : "met";
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {strategy.Name} | {Bar} x by hand | {ours.MedianWall.TotalSeconds:0.000} | {ours.FastestWall.TotalSeconds:0.000} | {ours.MedianProcessor.TotalSeconds:0.000} | {ours.PeakBytes / 1e6:0} | {theirs.MedianWall.TotalSeconds:0.000} | {theirs.MedianProcessor.TotalSeconds:0.000} | {ratio:0.00} | {verdict} |"));
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

    /// <summary>Runs statements on a database file.</summary>
    public static void Execute(string database, string sql)
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
