using System.Globalization;
using DuckDB.NET.Data;

namespace CareTally.Bench.Appending;

/// <summary>
/// A project of one incremental model that appends what has landed to a large table, and the same two tables once for tally and once
/// for the raw statement.
/// </summary>
internal sealed class AppendProject(string folder, long rows)
{
    /// <summary>What lands, as a part of what is there.</summary>
    public const int Percent = 1;

    private const string Columns = "i as id, timestamp '2020-01-01' + to_seconds(i) as happened_at, i % 97 as queue_id, (i * 7919 % 100000) / 100.0 as amount";

    private static readonly (string File, string Text)[] Files =
    [
        ("tally_project.yml", "name: append\n"),
        ("models/sources.yml", "sources: [{name: land, tables: [{name: new_events}]}]\n"),
        ("models/events.sql", "{{ config(materialized='incremental', incremental_strategy='append') }}\nselect id, happened_at, queue_id, amount\nfrom {{ source('land', 'new_events') }}\n"),
    ];

    public string Folder => folder;

    public long Rows => rows;

    public long Landing => Math.Max(1, rows * Percent / 100);

    public string TallyDatabase => Path.Combine(folder, "caretally.duckdb");

    public string RawDatabase => RawDatabaseOf(folder);

    public static string RawDatabaseOf(string folder) => Path.Combine(folder, "raw.duckdb");

    /// <summary>Writes the project and fills both databases.</summary>
    public void Write()
    {
        foreach (var (file, text) in Files)
        {
            var path = Path.Combine(folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }

        foreach (var database in new[] { TallyDatabase, RawDatabase }) Fill(database);
    }

    /// <summary>How many rows a database's table holds.</summary>
    public static long Count(string database)
    {
        using var connection = new DuckDBConnection($"DataSource={database}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "select count(*) from events";
        return (long)command.ExecuteScalar()!;
    }

    private void Fill(string database)
    {
        File.Delete(database);
        File.Delete(database + ".wal");
        using var connection = new DuckDBConnection($"DataSource={database}");
        connection.Open();
        using var command = connection.CreateCommand();
        foreach (var statement in new[]
        {
            string.Create(CultureInfo.InvariantCulture, $"create table events as select {Columns} from range({rows}) t(i)"),
            "create schema land",
            string.Create(CultureInfo.InvariantCulture, $"create table land.new_events as select {Columns} from range({rows}, {rows + Landing}) t(i)"),
            "checkpoint",
        })
        {
            command.CommandText = statement;
            command.ExecuteNonQuery();
        }
    }
}
