using System.Globalization;
using DuckDB.NET.Data;

namespace CareTally.EndToEnd.Tests.Harness;

/// <summary>Looks into a DuckDB file, independently of the program under test.</summary>
internal sealed class Database(string path)
{
    public string Path => path;

    public bool Exists => File.Exists(path);

    /// <summary>Runs a query; cells as text, null as "null".</summary>
    public string[][] Query(string sql)
    {
        using var connection = Open(readOnly: true);
        return Query(connection, sql);
    }

    public string Scalar(string sql) => Query(sql).Single().Single();

    public string[] Relations() => [.. Query("select table_schema || '.' || table_name from information_schema.tables order by 1").Select(row => row[0])];

    /// <summary>Every relation with its number of rows and a hash of their content, in any order.</summary>
    public Dictionary<string, string> Content(string schemas = "%")
    {
        using var connection = Open(readOnly: true);
        var names = Query(connection, $"select table_schema, table_name from information_schema.tables where table_schema like '{schemas}'");
        return names.ToDictionary(
            name => $"{name[0]}.{name[1]}",
            name => string.Join(' ', Query(connection, $"select count(*), sum(hash(r)::hugeint) from \"{name[0]}\".\"{name[1]}\" as r").Single()));
    }

    public void Execute(string sql)
    {
        using var connection = Open(readOnly: false);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Opens the file, which keeps other processes out of it until the connection is disposed.</summary>
    public DuckDBConnection Open(bool readOnly)
    {
        var connection = new DuckDBConnection($"Data Source={path}{(readOnly ? ";ACCESS_MODE=READ_ONLY" : "")}");
        connection.Open();
        return connection;
    }

    private static string[][] Query(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string[]>();
        while (reader.Read())
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? "null" : Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture)!)]);
        return [.. rows];
    }
}
