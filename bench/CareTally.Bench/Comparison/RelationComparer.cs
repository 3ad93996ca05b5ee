using CareTally.Bench.Raw;
using DuckDB.NET.Data;

namespace CareTally.Bench.Comparison;

/// <summary>
/// Checks that both sides did the same work: every relation of the raw database is in the built one, as the same kind
/// and with the same rows.
/// </summary>
internal static class RelationComparer
{
    /// <summary>The differences found, empty when there are none, and how many relations were compared.</summary>
    public static (int Compared, IReadOnlyList<string> Differences) Compare(string project, string builtDatabase)
    {
        var raw = Path.Combine(project, RawRunner.DatabaseFile);
        foreach (var database in new[] { raw, builtDatabase })
        {
            if (!File.Exists(database))
                throw new BenchException($"{database} does not exist: there is nothing to compare");
        }

        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"attach '{Quoted(raw)}' as raw (read_only); attach '{Quoted(builtDatabase)}' as built (read_only)";
        command.ExecuteNonQuery();

        var wanted = Kinds(command, "raw");
        var found = Kinds(command, "built");
        var differences = new List<string>();
        foreach (var (name, kind) in wanted)
        {
            if (!found.TryGetValue(name, out var foundKind))
                differences.Add($"{name}: missing");
            else if (foundKind != kind)
                differences.Add($"{name}: {foundKind} instead of {kind}");
            else if (!SameRows(command, name))
                differences.Add($"{name}: the rows differ");
        }

        return (wanted.Count, differences);
    }

    /// <summary>A relation's rows are compared by count and by the sum of their hashes; a view binds in its own database.</summary>
    private static bool SameRows(DuckDBCommand command, string name)
    {
        return Fingerprint("raw") == Fingerprint("built");

        string Fingerprint(string database)
        {
            command.CommandText = $"use {database}; select count(*)::varchar || ' ' || coalesce(sum(hash(t)), 0)::varchar from {name} as t";
            return (string)command.ExecuteScalar()!;
        }
    }

    private static Dictionary<string, string> Kinds(DuckDBCommand command, string database)
    {
        command.CommandText = $"select table_name, table_type from information_schema.tables where table_catalog = '{database}' and table_schema = 'main'";
        using var reader = command.ExecuteReader();
        var kinds = new Dictionary<string, string>();
        while (reader.Read())
            kinds.Add(reader.GetString(0), reader.GetString(1));
        return kinds;
    }

    private static string Quoted(string path) => path.Replace("'", "''", StringComparison.Ordinal);
}
