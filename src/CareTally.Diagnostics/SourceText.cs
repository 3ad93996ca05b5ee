namespace CareTally.Diagnostics;

/// <summary>A named text (a file, an argument, a rendered string) that spans point into.</summary>
/// <param name="Path">Where it came from, as shown to the user: relative to the project, with forward slashes.</param>
/// <param name="Text">The whole text, as read.</param>
public sealed record SourceText(string Path, string Text)
{
    private int[]? _lineStarts;

    /// <summary>Number of the first line: more than 1 where the text is a part cut out of a long file.</summary>
    public int FirstLine { get; init; } = 1;

    /// <summary>Number of lines in it; a text that ends in a newline has an empty last line.</summary>
    public int LineCount => LineStarts.Length;

    private int[] LineStarts => _lineStarts ??= FindLineStarts(Text);

    /// <summary>Line and column of an offset, both counted from 1; columns count UTF-16 units.</summary>
    public (int Line, int Column) PositionOf(int offset)
    {
        var index = Array.BinarySearch(LineStarts, Math.Clamp(offset, 0, Text.Length));
        var line = index >= 0 ? index : ~index - 1;
        return (line + FirstLine, Math.Clamp(offset, 0, Text.Length) - LineStarts[line] + 1);
    }

    /// <summary>Text of a line (counted from 1) without its line ending.</summary>
    public string Line(int number)
    {
        var index = number - FirstLine;
        var start = LineStarts[index];
        var end = index + 1 < LineStarts.Length ? LineStarts[index + 1] : Text.Length;
        return Text[start..end].TrimEnd('\n', '\r');
    }

    /// <summary>Offset of a line and column, both counted from 1; clamped to the text.</summary>
    public int OffsetOf(int line, int column) =>
        line < FirstLine ? 0 : line - FirstLine >= LineStarts.Length ? Text.Length : Math.Min(LineStarts[line - FirstLine] + Math.Max(column, 1) - 1, Text.Length);

    /// <summary>The span of a part of this text.</summary>
    public SourceSpan Span(int start, int length) => new(this, start, length);

    /// <summary>By path and text; the cache of line starts is no part of the value.</summary>
    public bool Equals(SourceText? other) => other is not null && Path == other.Path && FirstLine == other.FirstLine && Text == other.Text;

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Path, Text.Length);

    private static int[] FindLineStarts(string text)
    {
        var starts = new List<int> { 0 };
        for (var i = text.IndexOf('\n'); i >= 0; i = text.IndexOf('\n', i + 1)) starts.Add(i + 1);
        return [.. starts];
    }
}
