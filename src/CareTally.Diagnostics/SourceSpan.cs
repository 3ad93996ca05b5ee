namespace CareTally.Diagnostics;

/// <summary>A part of a source text. Offsets are stored; line and column are worked out when asked for.</summary>
/// <param name="Source">The text it is a part of.</param>
/// <param name="Start">First character, from 0.</param>
/// <param name="Length">Number of characters; 0 points between two.</param>
public readonly record struct SourceSpan(SourceText Source, int Start, int Length)
{
    /// <summary>Line and column of the start, both from 1.</summary>
    public (int Line, int Column) Position => Source.PositionOf(Start);

    /// <summary>Offset just past the end.</summary>
    public int End => Start + Length;

    /// <summary>The text it covers.</summary>
    public string Text => Source.Text.Substring(Start, Length);

    /// <summary>The smallest span that covers both; both must be of one source.</summary>
    public SourceSpan Through(SourceSpan other) =>
        new(Source, Math.Min(Start, other.Start), Math.Max(End, other.End) - Math.Min(Start, other.Start));

    /// <summary><c>path:line:column</c>.</summary>
    public override string ToString()
    {
        var (line, column) = Position;
        return $"{Source.Path}:{line}:{column}";
    }
}
