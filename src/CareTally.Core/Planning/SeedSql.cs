using System.Collections.Immutable;
using CareTally.Core.Manifests;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;
using CareTally.Templating;

namespace CareTally.Core.Planning;

/// <summary>The query that a seed's file is loaded with, and one that names the line of a malformed row.</summary>
/// <param name="Load">Types are inferred from the whole file, but for those declared.</param>
/// <param name="Check">Reads the file without inferring anything, so that an error has its line; null where the header cannot be told.</param>
internal sealed record SeedSql(CompiledSql Load, string? Check)
{
    // The detection of lines to skip or of comments would take a header, or rows, for something else without a word.
    private const string NothingLeftOut = "header = true, skip = 0, comment = ''";

    private const string Quotes = "quote = '\"', escape = '\"'";

    /// <param name="seed">The seed.</param>
    /// <param name="isEmpty">Whether only its columns are made.</param>
    public static SeedSql For(SeedNode seed, bool isEmpty = false)
    {
        if (new FileInfo(seed.File) is { Exists: true, Length: 0 }) throw new DiagnosticException(PlanProblems.EmptySeed, seed.Span, seed.Path);
        var layout = CsvLayout.Of(seed.Delimiter);
        var header = layout is { } known ? CsvHeader.Read(seed.File, known) : null;
        if (header is { IsEmpty: true }) throw new DiagnosticException(PlanProblems.EmptySeed, seed.Span, seed.Path);
        if (header is { } names) RequireColumns(seed, names);
        var reader = $"select * from read_csv({SqlText.Literal(seed.File)}, {NothingLeftOut}, delim = {SqlText.Literal(layout?.Delimiter.ToString() ?? seed.Delimiter)}, {Quotes}, strict_mode = true";
        var types = seed.ColumnTypes.Count == 0 ? "" : $", types = {Struct(seed.ColumnTypes)}";
        return new SeedSql(
            new CompiledSql($"{reader}, sample_size = -1{types}){(isEmpty ? " limit 0" : "")}", [new RenderedPiece(0, seed.Span, IsVerbatim: false)]),
            header is { } columns && IsPlain(columns) ? $"{reader}, auto_detect = false, columns = {Struct(columns.Select(name => KeyValuePair.Create(name, TypeOf(seed, name))))})" : null);
    }

    private static void RequireColumns(SeedNode seed, ImmutableArray<string> header)
    {
        if (header.Where(name => name.Length > 0).GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new DiagnosticException(Diagnostic.Of(PlanProblems.SeedColumnTwice, seed.Span, twice.Key, seed.Path) with { Hint = "give one of them another name" });
        if (seed.ColumnTypes.Keys.FirstOrDefault(column => !header.Contains(column, StringComparer.OrdinalIgnoreCase)) is not { } missing) return;
        var span = seed.Config.Get("column_types")?.Span ?? seed.Span;
        throw new DiagnosticException(Diagnostic.Of(PlanProblems.NoSuchSeedColumn, span, missing, seed.Path) with
        {
            Hint = DidYouMean.Hint(missing, header) ?? $"its columns: {string.Join(", ", header)}",
        });
    }

    private static bool IsPlain(ImmutableArray<string> header) =>
        !header.Contains("") && header.Distinct(StringComparer.OrdinalIgnoreCase).Count() == header.Length;

    private static string TypeOf(SeedNode seed, string column) => seed.ColumnTypes.TryGetValue(column, out var type) ? type : "varchar";

    private static string Struct(IEnumerable<KeyValuePair<string, string>> types) =>
        $"{{{string.Join(", ", types.Select(type => $"{SqlText.Literal(type.Key)}: {SqlText.Literal(type.Value)}"))}}}";
}
