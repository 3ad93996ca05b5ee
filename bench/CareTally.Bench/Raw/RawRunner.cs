using System.Data;
using System.Diagnostics;
using CareTally.Bench.Generation;
using DuckDB.NET.Data;

namespace CareTally.Bench.Raw;

/// <summary>Seconds spent in each phase of the raw run, and what was run.</summary>
internal sealed record RawPhases(
    TimeSpan Open, TimeSpan Models, TimeSpan Tests, TimeSpan Checkpoint, int ModelCount, int TestCount);

/// <summary>The yardstick: a project's statements through one DuckDB connection with default settings, and nothing else.</summary>
internal static class RawRunner
{
    public const string DatabaseFile = "raw.duckdb";

    public static RawPhases Run(string project)
    {
        var statements = Read(Path.Combine(project, ProjectWriter.RawStatements));
        var database = Path.Combine(project, DatabaseFile);
        File.Delete(database);
        File.Delete(database + ".wal");

        var open = Stopwatch.StartNew();
        using var connection = new DuckDBConnection($"DataSource={database}");
        connection.Open();
        open.Stop();

        var (models, tests, modelCount) = (new Stopwatch(), new Stopwatch(), 0);
        foreach (var statement in statements)
        {
            if (statement.StartsWith("create ", StringComparison.Ordinal))
            {
                modelCount++;
                models.Start();
                Execute(connection, statement);
                models.Stop();
                continue;
            }

            tests.Start();
            var failures = CountFailures(connection, statement);
            tests.Stop();
            if (failures != 0)
                throw new BenchException($"a test of the synthetic project found {failures} failing rows:\n{statement}");
        }

        var checkpoint = Stopwatch.StartNew();
        Execute(connection, "checkpoint");
        connection.Close();
        return new RawPhases(open.Elapsed, models.Elapsed, tests.Elapsed, checkpoint.Elapsed, modelCount, statements.Length - modelCount);
    }

    private static string[] Read(string file)
    {
        if (!File.Exists(file))
            throw new BenchException($"{file} does not exist: make the project with `generate`");
        return File.ReadAllText(file).Split("\n;\n", StringSplitOptions.RemoveEmptyEntries);
    }

    private static void Execute(IDbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static long CountFailures(IDbConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
