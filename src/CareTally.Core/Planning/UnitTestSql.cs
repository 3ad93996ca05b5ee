using System.Collections.Immutable;
using CareTally.Core.Manifests;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;
using CareTally.Templating;
using CareTally.Templating.Values;

namespace CareTally.Core.Planning;

/// <summary>Writes the rows of unit tests as SQL. Each value keeps its place, so that an error of the database points at it.</summary>
internal static class UnitTestSql
{
    /// <summary>The query for rows, with the types of the columns they belong to; columns that no row names are null.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="columns">All columns; empty where they are not known, and then what the rows name is all there is.</param>
    public static CompiledSql For(UnitTestRows rows, ImmutableArray<Column> columns)
    {
        if (rows.Sql is { } sql) return new CompiledSql(sql.TrimEnd().TrimEnd(';'), [new RenderedPiece(0, rows.Span, IsVerbatim: false)]);
        if (columns.IsEmpty) columns = [.. rows.Columns.Select(cell => new Column(cell.Column, ""))];
        if (rows.Rows.IsEmpty) return CompiledSql.Of($"select {string.Join(", ", columns.Select(column => $"{Typed("null", column)} as {SqlText.Identifier(column.Name)}"))} where false");
        var parts = new List<CompiledSql>();
        foreach (var row in rows.Rows)
        {
            parts.Add(CompiledSql.Of(parts.Count == 0 ? "select " : "\nunion all\nselect "));
            parts.AddRange(columns.Select((column, i) => Item(row, column, i == 0)));
        }

        return CompiledSql.Concat(parts);
    }

    /// <summary>The columns that rows name and a table does not have.</summary>
    public static IEnumerable<Diagnostic> UnknownColumns(UnitTestRows rows, ImmutableArray<Column> columns, string table) =>
        from cell in rows.Columns
        where !columns.Any(column => column.Name.Equals(cell.Column, StringComparison.OrdinalIgnoreCase))
        select UnknownColumn(cell.Column, cell.ColumnSpan, columns, table);

    /// <summary>Says of one that a table does not have it, and what it has.</summary>
    public static Diagnostic UnknownColumn(string name, SourceSpan span, ImmutableArray<Column> columns, string table) => Diagnostic.Of(PlanProblems.UnknownGivenColumn, span, table, name) with
    {
        Hint = DidYouMean.Hint(name, columns.Select(column => column.Name)) ?? $"its columns: {string.Join(", ", columns.Select(column => column.Name))}",
    };

    private static CompiledSql Item(ImmutableArray<UnitTestCell> row, Column column, bool isFirst)
    {
        var comma = isFirst ? "" : ", ";
        var name = SqlText.Identifier(column.Name);
        return row.FirstOrDefault(cell => cell.Column.Equals(column.Name, StringComparison.OrdinalIgnoreCase)) is not { } given
            ? CompiledSql.Of($"{comma}{Typed("null", column)} as {name}")
            : new CompiledSql($"{comma}{Typed(Literal(given.Value), column)} as {name}", [new RenderedPiece(0, given.Span, IsVerbatim: false)]);
    }

    private static string Typed(string literal, Column column) =>
        column.DataType.Length == 0 || column.DataType.Contains("\"NULL\"", StringComparison.Ordinal) ? literal : $"cast({literal} as {column.DataType})";

    private static string Literal(Value value) => value.Kind switch
    {
        ValueKind.None => "null",
        ValueKind.Bool => value.AsBool ? "true" : "false",
        ValueKind.Int => value.ToText(),
        ValueKind.List or ValueKind.Tuple => $"[{string.Join(", ", value.AsObject!.Items!.Select(Literal))}]",
        ValueKind.Dict => $"{{{string.Join(", ", value.AsDict.Entries.Select(entry => $"{SqlText.Literal(entry.Key.ToText())}: {Literal(entry.Value)}"))}}}",
        _ => SqlText.Literal(value.ToText()),
    };
}
