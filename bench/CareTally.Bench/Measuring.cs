using CareTally.Bench.Comparison;
using CareTally.Bench.Generation;
using CareTally.Bench.Timing;

namespace CareTally.Bench;

/// <summary>The whole benchmark: projects, scenarios, the table, and the proof that both sides did the same work.</summary>
internal static class Measuring
{
    private const int Small = 500;
    private const int Medium = 2000;
    private const int Seed = 1;

    public static void Run(string tally, string projects, int runs, int? large)
    {
        var self = Environment.ProcessPath ?? throw new BenchException("this program does not know its own path");
        var benchmark = new Benchmark(tally, self, projects, runs);
        foreach (var models in new[] { Small, Medium, large }.OfType<int>().Where(models => !Directory.Exists(benchmark.Project(models))))
        {
            Console.Error.WriteLine($"generating {models} models");
            ProjectWriter.Write(models, Seed, benchmark.Project(models));
        }

        if (!Directory.Exists(benchmark.Project(Scenario.ModelsOfUnitTests, withUnitTests: true)))
            ProjectWriter.Write(Scenario.ModelsOfUnitTests, Seed, benchmark.Project(Scenario.ModelsOfUnitTests, withUnitTests: true), withUnitTests: true);

        var measurements = new List<Measurement>();
        foreach (var scenario in Scenario.For(Small, Medium, large))
        {
            Console.Error.WriteLine($"timing tally {scenario.Name} {(scenario.Models == 0 ? "" : $"on {scenario.Models} models")}");
            measurements.Add(benchmark.Measure(scenario));
        }

        foreach (var line in Report.Lines(measurements, runs))
            Console.WriteLine(line);
        Console.WriteLine();
        Console.WriteLine(SameWork(benchmark, measurements));
    }

    private static string SameWork(Benchmark benchmark, IEnumerable<Measurement> measurements)
    {
        var built = measurements.FirstOrDefault(measurement => measurement is { Scenario.Models: Small, Scenario.Against: true });
        if (built is null || built.Tally.Failed is not null)
            return $"The build of {Small} models failed, so its relations were not compared with those of the raw statements.";
        var project = benchmark.Project(Small);
        var database = Path.Combine(project, "caretally.duckdb");
        if (!File.Exists(database))
            return $"tally built no {database}, so there is nothing to compare with the raw statements.";
        var (compared, differences) = RelationComparer.Compare(project, database);
        return differences.Count == 0
            ? $"All {compared} relations of the {Small}-model build equal those of the raw statements, row for row."
            : $"{differences.Count} of {compared} relations DIFFER from those of the raw statements; the first: {differences[0]}.";
    }
}
