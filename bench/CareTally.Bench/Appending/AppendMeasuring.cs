using System.Globalization;
using System.Text.Json;
using CareTally.Bench.Timing;

namespace CareTally.Bench.Appending;

/// <summary>Times an incremental append against the raw statement: the two in turn, each on a table of its own that grows by as much each time.</summary>
internal static class AppendMeasuring
{
    private const double Bar = 1.3;

    public static void Run(string tally, string folder, long rows, int runs)
    {
        var self = Environment.ProcessPath ?? throw new BenchException("this program does not know its own path");
        var project = new AppendProject(folder, rows);
        Console.Error.WriteLine($"filling two tables of {rows.ToString("N0", CultureInfo.InvariantCulture)} rows");
        project.Write();
        var (ours, raws) = (new Series(), new Series());
        for (var i = 0; i <= runs; i++)
        {
            var run = ProcessTimer.Run([tally, "run"], folder);
            var raw = ProcessTimer.Run([self, "append-raw", "--project", folder], folder);
            if (run.ExitCode != 0 || raw.ExitCode != 0) throw new BenchException($"tally exit {run.ExitCode}, raw exit {raw.ExitCode}: {run.FirstErrorLine} {raw.FirstErrorLine}");
            if (i == 0) continue;
            ours.Add(run, NodeSeconds(folder));
            raws.Add(raw, RawAppend.LastSeconds(folder));
        }

        foreach (var line in Lines(project, runs, ours, raws)) Console.WriteLine(line);
    }

    private static IEnumerable<string> Lines(AppendProject project, int runs, Series ours, Series raws)
    {
        var (there, expected) = (AppendProject.Count(project.TallyDatabase), AppendProject.Count(project.RawDatabase));
        yield return string.Create(CultureInfo.InvariantCulture, $"Append of {project.Landing:N0} rows ({AppendProject.Percent} %) onto {project.Rows:N0}: median of {runs} runs after a warm-up, on {Environment.ProcessorCount} processors.");
        yield return "";
        yield return "| | Node or statement s | Process s | CPU s | Peak MB |";
        yield return "|---|---:|---:|---:|---:|";
        yield return ours.Row("`tally run`");
        yield return raws.Row("raw `insert`");
        yield return "";
        var ratio = ours.MedianSeconds / raws.MedianSeconds;
        var verdict = there != expected ? $"WRONG: {there} rows instead of {expected}" : ratio <= Bar ? "met" : "missed: ratio";
        yield return string.Create(CultureInfo.InvariantCulture, $"Verdict: {ratio:0.00} x the raw statement, bar {Bar:0.0}: {verdict}");
    }

    // What run_results.json says of the one node: its transaction from beginning to commit.
    private static double NodeSeconds(string folder)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "target", "run_results.json")));
        return json.RootElement.GetProperty("results")[0].GetProperty("execution_time").GetDouble();
    }

    private sealed class Series
    {
        private readonly List<ProcessRun> _processes = [];
        private readonly List<double> _seconds = [];

        public double MedianSeconds => _seconds.Order().ElementAt(_seconds.Count / 2);

        public void Add(ProcessRun process, double seconds)
        {
            _processes.Add(process);
            _seconds.Add(seconds);
        }

        public string Row(string name)
        {
            var sample = new Sample([.. _processes]);
            return string.Create(
                CultureInfo.InvariantCulture,
                $"| {name} | {MedianSeconds:0.000} | {sample.MedianWall.TotalSeconds:0.000} | {sample.MedianProcessor.TotalSeconds:0.000} | {sample.PeakBytes / 1e6:0} |");
        }
    }
}
