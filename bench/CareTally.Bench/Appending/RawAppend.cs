using System.Diagnostics;
using System.Globalization;
using DuckDB.NET.Data;

namespace CareTally.Bench.Appending;

/// <summary>The yardstick of an append: one insert through one connection, and a checkpoint.</summary>
internal static class RawAppend
{
    private const string SecondsFile = "raw.seconds";

    /// <summary>Runs it, and leaves how long the insert took beside the database.</summary>
    public static void Run(string folder)
    {
        using var connection = new DuckDBConnection($"DataSource={AppendProject.RawDatabaseOf(folder)}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "insert into events (id, happened_at, queue_id, amount) select id, happened_at, queue_id, amount from land.new_events";
        var insert = Stopwatch.StartNew();
        command.ExecuteNonQuery();
        insert.Stop();
        command.CommandText = "checkpoint";
        command.ExecuteNonQuery();
        File.WriteAllText(Path.Combine(folder, SecondsFile), insert.Elapsed.TotalSeconds.ToString("R", CultureInfo.InvariantCulture));
    }

    /// <summary>How long the last insert took.</summary>
    public static double LastSeconds(string folder) => double.Parse(File.ReadAllText(Path.Combine(folder, SecondsFile)), CultureInfo.InvariantCulture);
}
