using System.Collections.Immutable;
using CareTally.Core.Warehouses;
using DuckDB.NET.Data;

namespace CareTally.Adapters.DuckDb;

/// <summary>One query read into cells.</summary>
/// <remarks>
/// It is run as it is. Where a column turns out to be of a type that the provider cannot read, or a date does not fit the .NET types, it
/// is run again with that column rendered by the engine. What is run twice has read nothing but its first rows when it has a limit.
/// </remarks>
internal sealed class DuckDbQuery(DuckDBCommand command, SqlStatement statement, int? limit)
{
    public QueryResult Read()
    {
        var prefix = 0;
        try
        {
            if (TryReadDirectly(out var names, out var result)) return result;
            var types = Describe() ?? throw new WarehouseException("the result has columns of types that only a select can return")
            {
                Hint = "cast them to varchar",
            };
            return ReadRendered(names, types, ref prefix);
        }
        catch (Exception e) when (e is DuckDBException or InvalidOperationException)
        {
            throw DuckDbErrors.Explain(e, statement, prefix);
        }
    }

    private bool TryReadDirectly(out string[] names, out QueryResult result)
    {
        result = new QueryResult([], [], false);
        CellReader?[] readers;
        ImmutableArray<ImmutableArray<object?>> rows;
        bool isTruncated;
        command.CommandText = statement.Text;
        command.UseStreamingMode = limit is not null;
        using (var reader = command.ExecuteReader())
        {
            names = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
            readers = [.. Enumerable.Range(0, reader.FieldCount).Select(i => DuckDbCells.ReaderFor(reader.GetDataTypeName(i)))];
            if (readers.Contains(null)) return false;
            if (!TryReadRows(reader, readers!, out rows, out isTruncated)) return false;
        }

        // A second look only where the provider does not know the whole name: DECIMAL(18,3), JSON.
        var types = readers.Any(r => !r!.IsWholeName) ? Describe() : null;
        var columns = names.Select((name, i) => new Column(name, types?[i] ?? readers[i]!.DataType));
        result = new QueryResult([.. columns], rows, isTruncated);
        return true;
    }

    private QueryResult ReadRendered(string[] names, string[] types, ref int prefix)
    {
        var parsers = types.Select(DuckDbCells.ParserFor).ToArray();
        var selected = types.Select((type, i) => DuckDbCells.IsSafe(type) ? $"c{i}" : $"c{i}::varchar");
        var before = $"select {string.Join(", ", selected)} from (\n";
        prefix = before.Length;
        command.CommandText = $"{before}{statement.Text}\n) as t({string.Join(", ", types.Select((_, i) => $"c{i}"))})";
        using var reader = command.ExecuteReader();
        var readers = Enumerable.Range(0, names.Length).Select(i => DuckDbCells.ReaderFor(reader.GetDataTypeName(i))!).ToArray();
        if (!TryReadRows(reader, readers, out var rows, out var isTruncated))
            throw new InvalidOperationException("A column that was rendered as text cannot be read.");
        return new QueryResult(
            [.. names.Zip(types, (name, type) => new Column(name, type))],
            [.. rows.Select(row => row.Select((cell, i) => cell is string text ? parsers[i](text) : cell).ToImmutableArray())],
            isTruncated);
    }

    private bool TryReadRows(
        DuckDBDataReader reader, CellReader[] readers, out ImmutableArray<ImmutableArray<object?>> rows, out bool isTruncated)
    {
        var read = ImmutableArray.CreateBuilder<ImmutableArray<object?>>();
        rows = [];
        isTruncated = false;
        while (reader.Read())
        {
            if (read.Count == limit)
            {
                isTruncated = true;
                break;
            }

            var row = new object?[readers.Length];
            for (var i = 0; i < row.Length; i++)
            {
                if (!reader.IsDBNull(i) && !readers[i].TryRead(reader, i, out row[i])) return false;
            }

            read.Add(System.Runtime.InteropServices.ImmutableCollectionsMarshal.AsImmutableArray<object?>(row));
        }

        rows = read.ToImmutable();
        return true;
    }

    // Null where the statement is no query that others can be built around, such as "insert ... returning".
    private string[]? Describe()
    {
        command.CommandText = $"describe from (\n{statement.Text}\n)";
        command.UseStreamingMode = false;
        try
        {
            using var reader = command.ExecuteReader();
            var types = new List<string>();
            while (reader.Read()) types.Add(reader.GetString(1));
            return [.. types];
        }
        catch (DuckDBException e) when (!DuckDbErrors.IsInterrupt(e))
        {
            return null;
        }
        finally
        {
            command.UseStreamingMode = limit is not null;
        }
    }
}
