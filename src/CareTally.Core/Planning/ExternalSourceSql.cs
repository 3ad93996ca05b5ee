using System.Collections.Immutable;
using CareTally.Core.Manifests;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;
using CareTally.Templating.Values;

namespace CareTally.Core.Planning;

/// <summary>
/// Writes what a source that lies in files looks like in SQL: DuckDB's reader for its format. Where the source declares columns with
/// types, these types are used and nothing is guessed; columns are found by name, in a CSV file without a header by position.
/// </summary>
internal static class ExternalSourceSql
{
    /// <summary>What a source is called where its files are not read. Its address means nothing, and may be that of a model.</summary>
    public static Relation StandInOf(SourceNode source) => new(null, "tally_files", source.Id.Name);

    /// <summary>What a query reads from.</summary>
    /// <exception cref="DiagnosticException">No file is there, or a CSV file lacks a declared column.</exception>
    public static string For(SourceNode source, ExternalFiles files, string root) => ReaderOf(source, files, root).ToSql();

    /// <summary>The same, in its parts.</summary>
    /// <exception cref="DiagnosticException">No file is there, or a CSV file lacks a declared column.</exception>
    public static SourceReader ReaderOf(SourceNode source, ExternalFiles files, string root)
    {
        var path = ExternalLocation.Absolute(files.Location, root);
        var found = ExternalLocation.IsUrl(path) ? [] : ExternalLocation.Find(path).ToImmutableArray();
        var reader = new SourceReader(source, files.Format is "parquet" or "csv" ? $"read_{files.Format}" : "read_json", SqlText.Literal(path), "", found);
        if (found.IsEmpty && !ExternalLocation.IsUrl(path))
        {
            if (files.IsOptional) return reader with { Instead = Nothing(source, files) };
            throw new DiagnosticException(Diagnostic.Of(PlanProblems.NoSourceFile, files.Span, reader.Name, files.Location) with
            {
                Hint = $"looked for {path}",
            });
        }

        var typed = source.Columns.Where(column => column.DataType is not null).ToImmutableArray();
        var options = files.Options;
        return files.Format switch
        {
            "parquet" => Parquet(reader, options, typed),
            "csv" => new CsvSourceSql(reader, files, typed).Reader(),
            "json" => reader with { Options = ReaderArguments.Join(options, JsonColumns(typed, found)) },
            _ => reader with { Options = ReaderArguments.Join(options, "format = 'newline_delimited'", JsonColumns(typed, found)) },
        };
    }

    // What the reader would add to the columns, it adds to no rows as well.
    private static string Nothing(SourceNode source, ExternalFiles files)
    {
        var columns = source.Columns.Select(column => $"cast(null as {column.DataType}) as {SqlText.Identifier(column.Name)}");
        string[] filename = files.Options.TryGet("filename", out var named) && named.IsTruthy ? ["cast(null as varchar) as filename"] : [];
        return $"(select {string.Join(", ", [.. columns, .. filename])} where false)";
    }

    // A file knows its own columns: an optional one is joined by its name, where no file has it as nothing but null.
    private static SourceReader Parquet(SourceReader reader, DictValue options, ImmutableArray<NodeColumn> typed)
    {
        var cast = string.Join(", ", typed.Select(column => $"cast({SqlText.Identifier(column.Name)} as {column.DataType}) as {SqlText.Identifier(column.Name)}"));
        var optional = typed.Where(column => column.IsOptional).Select(column => $"null as {SqlText.Identifier(column.Name)}").ToImmutableArray();
        if (typed.IsEmpty) return reader with { Options = ReaderArguments.Join(options) };
        if (optional.IsEmpty) return reader with { Options = ReaderArguments.Join(options), Before = $"(select * replace ({cast}) from ", After = ")" };
        return reader with
        {
            Options = ReaderArguments.Join(options, ReaderArguments.Unless(options, "union_by_name", "true")),
            Before = $"(select * replace ({cast}) from (from ",
            After = $" union all by name select {string.Join(", ", optional)} where false))",
        };
    }

    // DuckDB returns the columns that it is told of and no others: so it is told of all.
    private static string? JsonColumns(ImmutableArray<NodeColumn> typed, ImmutableArray<string> found)
    {
        if (typed.IsEmpty) return null;
        var declared = typed.Select(column => column.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var further = JsonKeys.Read(found).Where(key => !declared.Contains(key.Name)).Select(key => new NodeColumn(key.Name, key.Type, "", new DictValue(), []));
        return ReaderArguments.Struct("columns", [.. typed, .. further]);
    }
}
