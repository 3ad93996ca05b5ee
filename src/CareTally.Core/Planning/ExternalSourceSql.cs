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
            if (files.IsOptional) return Nothing(source, files);
            throw new DiagnosticException(Diagnostic.Of(PlanProblems.NoSourceFile, files.Span, NameOf(source), files.Location) with
            {
                Hint = $"looked for {path}",
            });
        }

        var typed = source.Columns.Where(column => column.DataType is not null).ToImmutableArray();
        var location = SqlText.Literal(path);
        return files.Format switch
        {
            "parquet" => Parquet(location, files.Options, typed),
            "csv" => Csv(source, files, typed, location, found),
            "json" => $"read_json({Arguments(location, files.Options, JsonColumns(typed, found))})",
            _ => $"read_json({Arguments(location, files.Options, "format = 'newline_delimited'", JsonColumns(typed, found))})",
        };
    }

    // What the reader would add to the columns, it adds to no rows as well.
    private static string Nothing(SourceNode source, ExternalFiles files)
    {
        var columns = source.Columns.Select(column => $"cast(null as {column.DataType}) as {SqlText.Identifier(column.Name)}");
        string[] filename = Flag(files.Options, "filename") == true ? ["cast(null as varchar) as filename"] : [];
        return $"(select {string.Join(", ", [.. columns, .. filename])} where false)";
    }

    // A file knows its own columns: an optional one is joined by its name, where no file has it as nothing but null.
    private static string Parquet(string location, DictValue options, ImmutableArray<NodeColumn> typed)
    {
        var optional = typed.Where(column => column.IsOptional).Select(column => $"null as {SqlText.Identifier(column.Name)}").ToImmutableArray();
        if (optional.IsEmpty) return Cast($"read_parquet({Arguments(location, options)})", typed);
        var reader = $"read_parquet({Arguments(location, options, Unless(options, "union_by_name", "true"))})";
        return Cast($"(from {reader} union all by name select {string.Join(", ", optional)} where false)", typed);
    }

    private static string Csv(SourceNode source, ExternalFiles files, ImmutableArray<NodeColumn> typed, string location, ImmutableArray<string> found)
    {
        var (arguments, missing) = CsvColumns(source, files, typed, found);
        var reader = $"read_csv({Arguments(location, WithoutDetection(files.Options), arguments)})";
        if (missing.IsEmpty) return reader;
        return $"(select *, {string.Join(", ", missing.Select(column => $"cast(null as {column.DataType}) as {SqlText.Identifier(column.Name)}"))} from {reader})";
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
    private static (string?[] Arguments, ImmutableArray<NodeColumn> Missing) CsvColumns(
        SourceNode source, ExternalFiles files, ImmutableArray<NodeColumn> typed, ImmutableArray<string> found)
    {
        if (typed.IsEmpty) return ([], []);
        var options = files.Options;
        if (Flag(options, "header") == false)
        {
            RequireNoOptional(source, files, typed);
            return ([Tabs(files), "auto_detect = false", Struct("columns", typed)], []);
        }

        var layout = found.IsEmpty || Flag(options, "auto_detect") == true ? null : CsvLayout.Of(FirstWithRows(found), options, [.. typed.Select(column => column.Name)]);
        if (layout is not { } known) return (Guessed(source, files, typed), []);

        var all = found.Select(file => CsvHeader.Read(file, known)).ToImmutableArray();
        if (all.IndexOf(null) is >= 0 and var unread)
        {
            if (CsvHeader.IsUtf16(found[unread])) throw Encoded(source, files, found[unread]);
            return (Guessed(source, files, typed), []);
        }

        // An empty file has no rows, whatever the columns.
        var headers = all.Select(header => header!.Value).Where(header => !header.IsEmpty).ToImmutableArray();
        if (headers.IsEmpty) headers = [[.. typed.Select(column => column.Name)]];
        var missing = MissingColumns(source, files, typed, headers, (FirstWithRows(found), known));
        string?[] certain = [Unless(options, "header", "true"), HasDelimiter(options) ? null : $"delim = {SqlText.Literal(known.Delimiter.ToString())}"];
        var first = headers[0];
        if (!first.Contains("") && first.Distinct(StringComparer.OrdinalIgnoreCase).Count() == first.Length && headers.All(header => header.SequenceEqual(first)))
        {
            var types = typed.ToDictionary(column => column.Name, column => column.DataType!, StringComparer.OrdinalIgnoreCase);
            var columns = first.Select(name => new NodeColumn(name, types.GetValueOrDefault(name, "varchar"), "", new DictValue(), []));
            return ([.. certain, "auto_detect = false", Struct("columns", [.. columns])], missing);
        }

        // Detection may still say of the rows of each file which is which, but must not take the header for something else.
        var present = typed.RemoveRange(missing);
        return ([.. certain, "union_by_name = true", Unless(options, "skip", "0"), Unless(options, "comment", "''"), Struct("types", present)], missing);
    }

    private static string FirstWithRows(ImmutableArray<string> found) => found.FirstOrDefault(file => new FileInfo(file).Length > 0) ?? found[0];

    private static string?[] Guessed(SourceNode source, ExternalFiles files, ImmutableArray<NodeColumn> typed)
    {
        RequireNoOptional(source, files, typed);
        return files.Options.TryGet("columns", out _) || files.Options.TryGet("types", out _) ? [] : ["union_by_name = true", Struct("types", typed)];
    }

    private static void RequireNoOptional(SourceNode source, ExternalFiles files, ImmutableArray<NodeColumn> typed)
    {
        if (typed.FirstOrDefault(column => column.IsOptional) is not { } optional) return;
        throw new DiagnosticException(Diagnostic.Of(PlanProblems.UnknownHeader, files.Span, NameOf(source), optional.Name) with
        {
            Hint = "it is read where it is UTF-8 on this machine and no option says otherwise, as 'header: false', 'comment', 'encoding' and those for columns do",
        });
    }

    private static DiagnosticException Encoded(SourceNode source, ExternalFiles files, string file) =>
        new(Diagnostic.Of(PlanProblems.OtherEncoding, files.Span, NameOf(source), file) with { Hint = "say so: options: {encoding: utf-16}" });

    // Those that no file has, where that is allowed.
    private static ImmutableArray<NodeColumn> MissingColumns(
        SourceNode source, ExternalFiles files, ImmutableArray<NodeColumn> typed, ImmutableArray<ImmutableArray<string>> headers, (string Path, CsvLayout Layout) file)
    {
        var all = headers.SelectMany(header => header).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var missing = typed.Where(column => !all.Contains(column.Name)).ToImmutableArray();
        if (missing.FirstOrDefault(column => !column.IsOptional) is not { } required) return missing;
        throw new DiagnosticException(Diagnostic.Of(PlanProblems.NoSuchCsvColumn, files.Span, NameOf(source), required.Name, file.Path) with
        {
            Hint = DidYouMean.Hint(required.Name, all) ?? HeaderHint(headers[0], file.Layout),
        });
    }

    // One column most likely is several that are divided otherwise.
    private static string HeaderHint(ImmutableArray<string> header, CsvLayout layout) => header is [var only]
        ? $"divided by '{layout.Delimiter}' its only column is '{only}'; another delimiter: options: {{delim: ...}}"
        : $"its columns: {string.Join(", ", header)}; one that may be missing: config: {{optional: true}}";

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

    private static string NameOf(SourceNode source) => $"{source.SourceName}.{source.Name}";

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
