using System.Collections.Immutable;
using CareTally.Core.Manifests;
using CareTally.Core.Warehouses;
using CareTally.Templating.Values;

namespace CareTally.Core.Planning;

/// <summary>Writes the arguments of DuckDB's readers of files.</summary>
internal static class ReaderArguments
{
    /// <summary>Arguments of our own, and then the options that the source gives.</summary>
    public static string Join(DictValue options, params string?[] more) =>
        string.Join(", ", [.. more.OfType<string>(), .. options.Entries.Select(entry => $"{entry.Key.ToText()} = {Literal(entry.Value)}")]);

    /// <summary>An argument, unless the source gives it as an option.</summary>
    public static string? Unless(DictValue options, string name, string value) => options.TryGet(name, out _) ? null : $"{name} = {value}";

    /// <summary>An argument that names columns with their types; null for none.</summary>
    public static string? Struct(string parameter, ImmutableArray<NodeColumn> columns) =>
        columns.IsEmpty ? null : $"{parameter} = {{{string.Join(", ", columns.Select(column => $"{SqlText.Literal(column.Name)}: {SqlText.Literal(column.DataType!)}"))}}}";

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
