using System.Globalization;
using System.Text;

namespace CareTally.Diagnostics;

/// <summary>Writes a diagnostic as the user reads it: code, sentence, place, the line with a caret, hint and call stack.</summary>
public static class DiagnosticRenderer
{
    private const int LongestLine = 160;

    /// <summary>Plain text, several lines, no newline at the end.</summary>
    public static string Render(Diagnostic diagnostic)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{(diagnostic.Severity == Severity.Error ? "error" : "warning")}[{diagnostic.Kind.Code}]: {diagnostic.Message}");
        if (diagnostic.Span is { } span) AppendFrame(text, span);
        foreach (var frame in diagnostic.Frames) text.Append(CultureInfo.InvariantCulture, $"\n  in {frame.Text}, called at {frame.Span}");
        if (diagnostic.Repeats > 0) text.Append(CultureInfo.InvariantCulture, $"\n  (and reached in {diagnostic.Repeats} more {(diagnostic.Repeats == 1 ? "way" : "ways")})");
        if (diagnostic.Hint is { } hint) text.Append(CultureInfo.InvariantCulture, $"\n  hint: {hint}");
        return text.ToString();
    }

    private static void AppendFrame(StringBuilder text, SourceSpan span)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n  --> {span}");
        if (span.Source.Text.Length == 0) return;
        var (line, column) = span.Position;
        var shown = span.Source.Line(line);
        var margin = new string(' ', line.ToString(CultureInfo.InvariantCulture).Length);
        var caretStart = Math.Min(column - 1, shown.Length);
        var caretLength = Math.Clamp(span.Length, 1, Math.Max(1, shown.Length - caretStart));

        // A very long line (minified JSON, generated SQL) shows only the part around the caret.
        var cut = caretStart > LongestLine / 2 ? caretStart - LongestLine / 2 : 0;
        var visible = shown.Substring(cut, Math.Min(LongestLine, shown.Length - cut));
        caretLength = Math.Clamp(caretLength, 1, Math.Max(1, visible.Length - (caretStart - cut)));
        var pad = new string([.. visible[..(caretStart - cut)].Select(c => c == '\t' ? '\t' : ' ')]);
        text.Append(CultureInfo.InvariantCulture, $"\n  {margin} |\n  {line} | {visible}\n  {margin} | {pad}{new string('^', caretLength)}");
    }
}
