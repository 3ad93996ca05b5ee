using System.Globalization;
using CareTally.Core.Manifests;
using CareTally.Core.Warehouses;
using CareTally.Templating.Values;

namespace CareTally.Core.Planning;

/// <summary>
/// Writes what a source that lies in files looks like in SQL: DuckDB's reader for its format. Where the source declares columns with
/// types, exactly these are read, found by name; a CSV file without a header is read by position.
/// </summary>
internal static class ExternalSourceSql
{
    public static string For(SourceNode source, ExternalFiles files, string root)
    {
        var location = SqlText.Literal(ExternalLocation.Absolute(files.Location, root));
        var typed = source.Columns.Where(column => column.DataType is not null).ToArray();
        return files.Format switch
        {
            "parquet" => Columns($"read_parquet({Arguments(location, files.Options)})", typed, cast: true),
            "csv" when IsHeaderless(files.Options) => $"read_csv({Arguments(location, files.Options, Types("columns", typed))})",
            "csv" => Columns($"read_csv({Arguments(location, files.Options, Types("types", typed))})", typed, cast: false),
            "json" => $"read_json({Arguments(location, files.Options, Types("columns", typed))})",
            _ => $"read_json({Arguments(location, files.Options, "format = 'newline_delimited'", Types("columns", typed))})",
        };
    }

    private static bool IsHeaderless(DictValue options) => options.TryGet("header", out var header) && !header.IsTruthy;

    private static string Arguments(string location, DictValue options, params string?[] more) =>
        string.Join(", ", [location, .. more.Where(m => m is not null).Select(m => m!), .. options.Entries.Select(entry => $"{entry.Key.ToText()} = {Literal(entry.Value)}")]);

    private static string? Types(string parameter, NodeColumn[] columns) =>
        columns.Length == 0 ? null : $"{parameter} = {{{string.Join(", ", columns.Select(column => $"{SqlText.Literal(column.Name)}: {SqlText.Literal(column.DataType!)}"))}}}";

    private static string Columns(string reader, NodeColumn[] columns, bool cast)
    {
        if (columns.Length == 0) return reader;
        var list = columns.Select(column => cast
            ? $"cast({SqlText.Identifier(column.Name)} as {column.DataType}) as {SqlText.Identifier(column.Name)}"
            : SqlText.Identifier(column.Name));
        return $"(select {string.Join(", ", list)} from {reader})";
    }

    private static string Literal(Value value) => value.Kind switch
    {
        ValueKind.Bool => value.AsBool ? "true" : "false",
        ValueKind.Int or ValueKind.Float => Convert.ToString(value.ToText(), CultureInfo.InvariantCulture),
        ValueKind.List or ValueKind.Tuple => $"[{string.Join(", ", value.AsObject!.Items!.Select(Literal))}]",
        ValueKind.Dict => $"{{{string.Join(", ", value.AsDict.Entries.Select(entry => $"{SqlText.Literal(entry.Key.ToText())}: {Literal(entry.Value)}"))}}}",
        ValueKind.None => "null",
        _ => SqlText.Literal(value.ToText()),
    };
}
