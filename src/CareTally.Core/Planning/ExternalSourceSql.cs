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

    /// <exception cref="DiagnosticException">No file is there, or a CSV file lacks a declared column.</exception>
    public static string For(SourceNode source, ExternalFiles files, string root)
    {
        var path = ExternalLocation.Absolute(files.Location, root);
        var found = ExternalLocation.IsUrl(path) ? [] : ExternalLocation.Find(path).ToImmutableArray();
        if (found.IsEmpty && !ExternalLocation.IsUrl(path))
        {
            throw new DiagnosticException(Diagnostic.Of(PlanProblems.NoSourceFile, files.Span, $"{source.SourceName}.{source.Name}", files.Location) with
            {
                Hint = $"looked for {path}",
            });
        }

        var typed = source.Columns.Where(column => column.DataType is not null).ToImmutableArray();
        var location = SqlText.Literal(path);
        return files.Format switch
        {
            "parquet" => Cast($"read_parquet({Arguments(location, files.Options)})", typed),
            "csv" => $"read_csv({Arguments(location, WithoutDetection(files.Options), CsvColumns(source, files, typed, found))})",
            "json" => $"read_json({Arguments(location, files.Options, JsonColumns(typed, found))})",
            _ => $"read_json({Arguments(location, files.Options, "format = 'newline_delimited'", JsonColumns(typed, found))})",
        };
    }

    // DuckDB returns the columns that it is told of and no others: so it is told of all.
    private static string? JsonColumns(ImmutableArray<NodeColumn> typed, ImmutableArray<string> found)
    {
        if (typed.IsEmpty) return null;
        var declared = typed.Select(column => column.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var further = JsonKeys.Read(found).Where(key => !declared.Contains(key.Name)).Select(key => new NodeColumn(key.Name, key.Type, "", new DictValue(), []));
        return Struct("columns", [.. typed, .. further]);
    }

    // With every name and type known nothing is left to detect, and an error in a row then always comes with its line.
    private static string?[] CsvColumns(SourceNode source, ExternalFiles files, ImmutableArray<NodeColumn> typed, ImmutableArray<string> found)
    {
        if (typed.IsEmpty) return [];
        var options = files.Options;
        if (Flag(options, "header") == false) return [Tabs(files), "auto_detect = false", Struct("columns", typed)];
        var layout = found.IsEmpty || Flag(options, "auto_detect") == true ? null : CsvLayout.Of(found[0], options, [.. typed.Select(column => column.Name)]);
        if (layout is not { } known) return Guessed(options, typed);

        var headers = found.Select(file => CsvHeader.Read(file, known)).ToImmutableArray();
        if (headers.Any(header => header is null)) return Guessed(options, typed);
        RequireColumns(source, files, typed, headers, found);
        string?[] certain = [Unless(options, "header", "true"), HasDelimiter(options) ? null : $"delim = {SqlText.Literal(known.Delimiter.ToString())}"];
        var first = headers[0]!.Value;
        if (!first.Contains("") && first.Distinct(StringComparer.OrdinalIgnoreCase).Count() == first.Length && headers.All(header => header!.Value.SequenceEqual(first)))
        {
            var types = typed.ToDictionary(column => column.Name, column => column.DataType!, StringComparer.OrdinalIgnoreCase);
            var columns = first.Select(name => new NodeColumn(name, types.GetValueOrDefault(name, "varchar"), "", new DictValue(), []));
            return [.. certain, "auto_detect = false", Struct("columns", [.. columns])];
        }

        // Detection may still say of the rows of each file which is which, but must not take the header for something else.
        return [.. certain, "union_by_name = true", Unless(options, "skip", "0"), Unless(options, "comment", "''"), Struct("types", typed)];
    }

    private static string?[] Guessed(DictValue options, ImmutableArray<NodeColumn> typed) =>
        options.TryGet("columns", out _) || options.TryGet("types", out _) ? [] : ["union_by_name = true", Struct("types", typed)];

    private static void RequireColumns(
        SourceNode source, ExternalFiles files, ImmutableArray<NodeColumn> typed, ImmutableArray<ImmutableArray<string>?> headers, ImmutableArray<string> found)
    {
        var all = headers.SelectMany(header => header!.Value).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (typed.FirstOrDefault(column => !all.Contains(column.Name)) is not { } missing) return;
        throw new DiagnosticException(Diagnostic.Of(PlanProblems.NoSuchCsvColumn, files.Span, $"{source.SourceName}.{source.Name}", missing.Name, found[0]) with
        {
            Hint = DidYouMean.Hint(missing.Name, all) ?? $"its columns: {string.Join(", ", headers[0]!.Value)}",
        });
    }

    private static string? Unless(DictValue options, string name, string value) => options.TryGet(name, out _) ? null : $"{name} = {value}";

    private static bool HasDelimiter(DictValue options) => options.TryGet("delim", out _) || options.TryGet("sep", out _) || options.TryGet("delimiter", out _);

    private static string? Tabs(ExternalFiles files) =>
        files.Location.Contains(".tsv", StringComparison.OrdinalIgnoreCase) && !HasDelimiter(files.Options) ? "delim = '\t'" : null;

    private static bool? Flag(DictValue options, string name) => options.TryGet(name, out var value) ? value.IsTruthy : null;

    private static DictValue WithoutDetection(DictValue options) =>
        new(options.Entries.Where(entry => entry.Key.ToText() != "auto_detect" || entry.Value.IsTruthy));

    private static string Arguments(string location, DictValue options, params string?[] more) =>
        string.Join(", ", [location, .. more.OfType<string>(), .. options.Entries.Select(entry => $"{entry.Key.ToText()} = {Literal(entry.Value)}")]);

    private static string? Struct(string parameter, ImmutableArray<NodeColumn> columns) =>
        columns.IsEmpty ? null : $"{parameter} = {{{string.Join(", ", columns.Select(column => $"{SqlText.Literal(column.Name)}: {SqlText.Literal(column.DataType!)}"))}}}";

    private static string Cast(string reader, ImmutableArray<NodeColumn> columns) => columns.IsEmpty
        ? reader
        : $"(select * replace ({string.Join(", ", columns.Select(column => $"cast({SqlText.Identifier(column.Name)} as {column.DataType}) as {SqlText.Identifier(column.Name)}"))}) from {reader})";

    private static string Literal(Value value) => value.Kind switch
    {
        ValueKind.Bool => value.AsBool ? "true" : "false",
        ValueKind.Int or ValueKind.Float => value.ToText(),
        ValueKind.List or ValueKind.Tuple => $"[{string.Join(", ", value.AsObject!.Items!.Select(Literal))}]",
        ValueKind.Dict => $"{{{string.Join(", ", value.AsDict.Entries.Select(entry => $"{SqlText.Literal(entry.Key.ToText())}: {Literal(entry.Value)}"))}}}",
        ValueKind.None => "null",
        _ => SqlText.Literal(value.ToText()),
    };
}
