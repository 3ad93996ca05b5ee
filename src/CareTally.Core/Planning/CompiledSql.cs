using System.Collections.Immutable;
using CareTally.Core.Manifests;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;
using CareTally.Templating;

namespace CareTally.Core.Planning;

/// <summary>SQL made from a template, with a map back to it.</summary>
/// <param name="Text">The SQL.</param>
/// <param name="Map">Pieces in order of offset; empty where nothing is known.</param>
public sealed record CompiledSql(string Text, ImmutableArray<RenderedPiece> Map)
{
    /// <summary>Statements to run before what uses the query: the config <c>sql_header</c>; null for none.</summary>
    public string? Header { get; init; }

    /// <summary>The queries of ephemeral models that have been put in front, each behind those it needs.</summary>
    public ImmutableArray<InjectedCte> Ctes { get; init; } = [];

    /// <summary>The place in the template that made the text at an offset, or null where that is not known.</summary>
    public SourceSpan? OriginOf(int offset)
    {
        var index = Map.Length - 1;
        while (index >= 0 && Map[index].Offset > offset) index--;
        if (index < 0) return null;
        var piece = Map[index];
        if (!piece.IsVerbatim) return piece.Origin;
        var start = Math.Min(piece.Origin.Start + offset - piece.Offset, piece.Origin.End);
        return piece.Origin.Source.Span(start, WordLength(piece.Origin.Source.Text, start));
    }

    /// <summary>This text with other text before and after it; the map moves along.</summary>
    public CompiledSql Wrap(string before, string after) =>
        new(before + Text + after, [.. Map.Select(piece => piece with { Offset = piece.Offset + before.Length })]);

    /// <summary>A larger text, in which this one stands unless what wrote it has changed it; errors in this part of it keep their places.</summary>
    public CompiledSql Within(string text)
    {
        var at = text.IndexOf(Text, StringComparison.Ordinal);
        return at < 0 ? Of(text) : Wrap(text[..at], text[(at + Text.Length)..]);
    }

    /// <summary>The text from an offset on.</summary>
    public CompiledSql From(int offset)
    {
        var pieces = Map.Where((piece, i) => i + 1 >= Map.Length || Map[i + 1].Offset > offset).Select(piece =>
        {
            var cut = Math.Max(0, offset - piece.Offset);
            var origin = piece.IsVerbatim ? piece.Origin with { Start = piece.Origin.Start + cut, Length = Math.Max(0, piece.Origin.Length - cut) } : piece.Origin;
            return piece with { Offset = Math.Max(0, piece.Offset - offset), Origin = origin };
        });
        return new CompiledSql(Text[offset..], [.. pieces]);
    }

    /// <summary>This text, a part of which is known to have come from elsewhere.</summary>
    public CompiledSql WithOrigin(int offset, int length, SourceSpan origin, bool isVerbatim)
    {
        var end = offset + length;
        var behind = From(end).Map.Select(piece => piece with { Offset = piece.Offset + end });
        return this with { Map = [.. Map.Where(piece => piece.Offset < offset), new RenderedPiece(offset, origin, isVerbatim), .. behind] };
    }

    /// <summary>Another text in place of one that templates have put in; the map moves along.</summary>
    public CompiledSql Replace(string old, string replacement)
    {
        var found = new List<int>();
        for (var at = Text.IndexOf(old, StringComparison.Ordinal); at >= 0; at = Text.IndexOf(old, at + old.Length, StringComparison.Ordinal)) found.Add(at);
        if (found.Count == 0) return this;
        var shift = replacement.Length - old.Length;
        var map = Map.Select(piece => piece with { Offset = piece.Offset + (shift * found.Count(at => at + old.Length <= piece.Offset)) });
        return new CompiledSql(Text.Replace(old, replacement, StringComparison.Ordinal), [.. map]);
    }

    /// <summary>The text without the semicolons and blanks at its end.</summary>
    public CompiledSql WithoutTrailingSemicolon()
    {
        var end = SqlScanner.EndOfStatement(Text);
        return end == Text.Length ? this : this with { Text = Text[..end].TrimEnd() };
    }

    /// <summary>Texts one behind the other, with their maps.</summary>
    public static CompiledSql Concat(params IReadOnlyList<CompiledSql> parts)
    {
        var map = ImmutableArray.CreateBuilder<RenderedPiece>();
        var offset = 0;
        foreach (var part in parts)
        {
            foreach (var piece in part.Map) map.Add(piece with { Offset = piece.Offset + offset });
            offset += part.Text.Length;
        }

        return new CompiledSql(string.Concat(parts.Select(part => part.Text)), map.ToImmutable());
    }

    /// <summary>Text that no template made.</summary>
    public static CompiledSql Of(string text) => new(text, []);

    private static int WordLength(string text, int start)
    {
        var end = start;
        while (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_')) end++;
        return Math.Max(1, end - start);
    }
}

/// <summary>The query of an ephemeral model in front of a query that reads it.</summary>
/// <param name="Model">The model.</param>
/// <param name="Name">Its name in the query.</param>
/// <param name="Sql">Its own query.</param>
public sealed record InjectedCte(NodeId Model, string Name, string Sql);
