using System.Collections.Immutable;
using CareTally.Core.Manifests;
using CareTally.Core.Warehouses;

namespace CareTally.Core.Planning;

/// <summary>A source in files as SQL reads it: a call of a reader of DuckDB's, and what is laid around it.</summary>
/// <param name="Source">The source.</param>
/// <param name="Function">The reader.</param>
/// <param name="Location">The files, as the reader is given them.</param>
/// <param name="Options">The reader's other arguments.</param>
/// <param name="Files">The files that were found; none at a URL.</param>
internal sealed record SourceReader(SourceNode Source, string Function, string Location, string Options, ImmutableArray<string> Files)
{
    /// <summary>What stands before the call.</summary>
    public string Before { get; init; } = "";

    /// <summary>What stands behind it.</summary>
    public string After { get; init; } = "";

    /// <summary>What stands in place of the call, as there is nothing to read; null where there is.</summary>
    public string? Instead { get; init; }

    /// <summary>Files that are read together, with the reader's arguments for them, where further arguments do not go with all at once; none where they do.</summary>
    public ImmutableArray<(ImmutableArray<string> Files, string Options)> Groups { get; init; } = [];

    /// <summary>The source as the project names it.</summary>
    public string Name => $"{Source.SourceName}.{Source.Name}";

    /// <summary>csv, json, jsonl or parquet.</summary>
    public string Format => Source.External!.Format;

    /// <summary>What a query reads from.</summary>
    public string ToSql() => Instead ?? (Before + Call(Location, Options) + After);

    /// <summary>The same with further arguments.</summary>
    public string With(params IEnumerable<string> arguments) => Instead ?? (Before + (Groups.IsEmpty
        ? Call(Location, Options, arguments)
        : $"({string.Join(" union all by name ", Groups.Select(group => $"from {Call(ListOf(group.Files), group.Options, arguments)}"))})") + After);

    /// <summary>The same over these files.</summary>
    public string Over(IEnumerable<string> files, params IEnumerable<string> arguments) => Before + Call(ListOf(files), Options, arguments) + After;

    private static string ListOf(IEnumerable<string> files) => $"[{string.Join(", ", files.Select(SqlText.Literal))}]";

    private string Call(string location, string options, params IEnumerable<string> arguments) =>
        $"{Function}({string.Join(", ", arguments.Prepend(options).Where(argument => argument.Length > 0).Prepend(location))})";
}
