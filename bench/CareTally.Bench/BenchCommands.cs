using System.CommandLine;
using System.Globalization;
using CareTally.Bench.Appending;
using CareTally.Bench.Comparison;
using CareTally.Bench.Generation;
using CareTally.Bench.Raw;
using CareTally.Bench.Snapshots;
using CareTally.Bench.Timing;

namespace CareTally.Bench;

/// <summary>The commands: each declares its options and calls one stage.</summary>
internal static class BenchCommands
{
    public static Command Generate()
    {
        var models = new Option<int>("--models") { Description = "How many models", Required = true };
        var directory = new Option<string>("--out") { Description = "A new or empty folder", Required = true };
        var seed = new Option<int>("--seed") { Description = "Same seed, same project", DefaultValueFactory = _ => 1 };
        var unitTests = new Option<bool>("--unit-tests") { Description = "With a unit test for each model that has parents" };
        models.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 10)
                result.AddError("--models must be at least 10");
        });
        var command = new Command("generate", "Write a synthetic project, and its work as plain SQL in raw.sql.") { models, directory, seed, unitTests };
        command.SetAction(parsed => ProjectWriter.Write(
            parsed.GetValue(models), parsed.GetValue(seed), Path.GetFullPath(parsed.GetRequiredValue(directory)), parsed.GetValue(unitTests)));
        return command;
    }

    public static Command Raw()
    {
        var project = ProjectOption();
        var command = new Command("raw", "Run a project's raw.sql through one DuckDB connection into raw.duckdb.") { project };
        command.SetAction(parsed =>
        {
            var phases = RawRunner.Run(Path.GetFullPath(parsed.GetRequiredValue(project)));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"open {phases.Open.TotalSeconds:0.000} s, {phases.ModelCount} models {phases.Models.TotalSeconds:0.000} s, {phases.TestCount} tests {phases.Tests.TotalSeconds:0.000} s, checkpoint and close {phases.Checkpoint.TotalSeconds:0.000} s"));
        });
        return command;
    }

    public static Command Compare()
    {
        var project = ProjectOption();
        var database = new Option<string>("--database") { Description = "What tally built; caretally.duckdb in the project by default" };
        var command = new Command("compare", "Check that tally built the same relations as the raw statements.") { project, database };
        command.SetAction(parsed =>
        {
            var folder = Path.GetFullPath(parsed.GetRequiredValue(project));
            var (compared, differences) = RelationComparer.Compare(folder, parsed.GetValue(database) ?? Path.Combine(folder, "caretally.duckdb"));
            foreach (var difference in differences)
                Console.WriteLine(difference);
            Console.WriteLine($"{compared} relations compared, {differences.Count} differ");
            return differences.Count == 0 ? 0 : 1;
        });
        return command;
    }

    public static Command Time()
    {
        var runs = RunsOption();
        var timed = new Argument<string[]>("command") { Description = "The command, after --", Arity = ArgumentArity.OneOrMore };
        var command = new Command("time", "Time any command: caretally-bench time --runs 5 -- tally --version") { runs, timed };
        command.SetAction(parsed =>
        {
            var all = Enumerable.Range(0, parsed.GetValue(runs) + 1)
                .Select(_ => ProcessTimer.Run(parsed.GetRequiredValue(timed), Directory.GetCurrentDirectory()));
            var sample = new Sample([.. all.Skip(1)]);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"median {sample.MedianWall.TotalSeconds:0.000} s, fastest {sample.FastestWall.TotalSeconds:0.000} s, processor {sample.MedianProcessor.TotalSeconds:0.000} s, peak {sample.PeakBytes / 1e6:0.0} MB"));
            if (sample.Failed is { } failed)
                Console.WriteLine($"exit {failed.ExitCode}: {failed.FirstErrorLine}");
            return sample.Failed?.ExitCode ?? 0;
        });
        return command;
    }

    public static Command Measure()
    {
        var tally = new Option<string>("--tally") { Description = "The published program", Required = true };
        var projects = new Option<string>("--projects") { Description = "Where the synthetic projects are kept", Required = true };
        var runs = RunsOption();
        var large = new Option<int?>("--large") { Description = "Also measure a project of this many models" };
        var command = new Command("measure", "Time every scenario and print the table of bars.") { tally, projects, runs, large };
        command.SetAction(parsed => Measuring.Run(
            Path.GetFullPath(parsed.GetRequiredValue(tally)),
            Path.GetFullPath(parsed.GetRequiredValue(projects)),
            parsed.GetValue(runs),
            parsed.GetValue(large)));
        return command;
    }

    public static Command Append()
    {
        var tally = new Option<string>("--tally") { Description = "The published program", Required = true };
        var directory = new Option<string>("--out") { Description = "Where the project and its two databases are kept", Required = true };
        var rows = new Option<long>("--rows") { Description = "Rows that are there before", DefaultValueFactory = _ => 10_000_000 };
        rows.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<long>() is < 100 or > 50_000_000)
                result.AddError("--rows must be at least 100 and at most 50000000");
        });
        var runs = RunsOption();
        var command = new Command("append", "Time an incremental append of 1 % against the raw statement.") { tally, directory, rows, runs };
        command.SetAction(parsed => AppendMeasuring.Run(
            Path.GetFullPath(parsed.GetRequiredValue(tally)),
            Path.GetFullPath(parsed.GetRequiredValue(directory)),
            parsed.GetValue(rows),
            parsed.GetValue(runs)));
        return command;
    }

    public static Command AppendRaw()
    {
        var project = new Option<string>("--project") { Description = "A folder made by append", Required = true };
        var command = new Command("append-raw", "The raw statement that append is held against.") { project };
        command.SetAction(parsed => RawAppend.Run(Path.GetFullPath(parsed.GetRequiredValue(project))));
        return command;
    }

    public static Command Snapshot()
    {
        var tally = new Option<string>("--tally") { Description = "The published program", Required = true };
        var folder = new Option<string>("--out") { Description = "A folder to work in", Required = true };
        var rows = new Option<int>("--rows") { Description = "How many rows the table has", DefaultValueFactory = _ => 100_000 };
        var runs = RunsOption();
        var command = new Command("snapshot", "Time snapshots of a table of which one row in a hundred has changed, against hand-written SQL.") { tally, folder, rows, runs };
        command.SetAction(parsed => new SnapshotBench(
            Path.GetFullPath(parsed.GetRequiredValue(tally)), Path.GetFullPath(parsed.GetRequiredValue(folder)), parsed.GetValue(rows), parsed.GetValue(runs)).Run() ? 0 : 1);
        return command;
    }

    public static Command SnapshotByHand()
    {
        var database = new Option<string>("--database") { Description = "Prepared by the command snapshot", Required = true };
        var strategy = new Option<string>("--strategy") { Description = "timestamp or check", Required = true };
        var command = new Command("snapshot-by-hand", "Run the hand-written SQL of a snapshot.") { database, strategy };
        command.SetAction(parsed => SnapshotBench.RunByHand(
            parsed.GetRequiredValue(database), SnapshotSql.Strategies.Single(one => one.Name == parsed.GetValue(strategy))));
        return command;
    }

    private static Option<string> ProjectOption() =>
        new("--project") { Description = "A folder made by generate", Required = true };

    private static Option<int> RunsOption()
    {
        var runs = new Option<int>("--runs") { Description = "Timed runs after one warm-up", DefaultValueFactory = _ => 5 };
        runs.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
                result.AddError("--runs must be at least 1");
        });
        return runs;
    }
}
