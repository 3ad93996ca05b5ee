using System.Collections.Immutable;
using CareTally.Diagnostics;

namespace CareTally.Templating;

/// <summary>A part of a rendered text.</summary>
/// <param name="Offset">Where it begins in the rendered text; it ends where the next one begins.</param>
/// <param name="Origin">The part of a template it came from.</param>
/// <param name="IsVerbatim">Whether it was copied character by character; otherwise all of it came from the whole origin.</param>
public readonly record struct RenderedPiece(int Offset, SourceSpan Origin, bool IsVerbatim);

/// <summary>A rendered template, and where each character came from.</summary>
/// <param name="Text">The text.</param>
/// <param name="Map">Its parts, by offset.</param>
public sealed record RenderedText(string Text, ImmutableArray<RenderedPiece> Map)
{
    /// <summary>Where a character came from; the end of the text counts as its last character.</summary>
    /// <exception cref="InvalidOperationException">Nothing was rendered.</exception>
    public SourceSpan OriginOf(int offset)
    {
        if (Map.IsEmpty) throw new InvalidOperationException("an empty text has no origin");
        var piece = Map[IndexOf(offset)];
        if (!piece.IsVerbatim) return piece.Origin;
        var into = Math.Clamp(offset - piece.Offset, 0, Math.Max(0, piece.Origin.Length - 1));
        return piece.Origin with { Start = piece.Origin.Start + into, Length = Math.Min(1, piece.Origin.Length) };
    }

    // The last piece that begins at or before the offset.
    private int IndexOf(int offset)
    {
        var (low, high) = (0, Map.Length - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (Map[middle].Offset <= offset) low = middle;
            else high = middle - 1;
        }

        return low;
    }
}
