using System.Globalization;
using System.Text;

namespace CareTally.Templating.Values;

/// <summary>Strings as Python sees them: sequences of code points, where .NET has UTF-16 units.</summary>
internal static class PythonStrings
{
    public static bool HasSurrogates(string text) => text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') >= 0;

    public static int Length(string text)
    {
        if (!HasSurrogates(text)) return text.Length;
        var count = 0;
        for (var i = 0; i < text.Length; i += UnitsAt(text, i)) count++;
        return count;
    }

    /// <summary>The characters, each as a string.</summary>
    public static IEnumerable<string> Characters(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            var units = UnitsAt(text, i);
            yield return units == 1 && text[i] < 128 ? Ascii[text[i]] : text.Substring(i, units);
            i += units;
        }
    }

    /// <summary>The UTF-16 offset of a position in code points; the length of the text where it lies beyond.</summary>
    public static int OffsetOf(string text, int position)
    {
        if (!HasSurrogates(text)) return Math.Min(position, text.Length);
        var offset = 0;
        for (; position > 0 && offset < text.Length; position--) offset += UnitsAt(text, offset);
        return offset;
    }

    /// <summary>The position in code points of a UTF-16 offset.</summary>
    public static int PositionOf(string text, int offset) => HasSurrogates(text) ? Length(text[..offset]) : offset;

    public static string Reverse(string text) => string.Concat(Characters(text).Reverse());

    public static bool IsSpace(char c) => char.IsWhiteSpace(c) || c is >= '\u001c' and <= '\u001f';

    public static string Capitalize(string text)
    {
        if (text.Length == 0) return text;
        var first = UnitsAt(text, 0);
        return text[..first].ToUpperInvariant() + text[first..].ToLowerInvariant();
    }

    /// <summary>Python's <c>str.title()</c>: a capital after each character that is not a letter.</summary>
    public static string Title(string text)
    {
        var result = new StringBuilder(text.Length);
        var afterLetter = false;
        foreach (var c in text)
        {
            result.Append(afterLetter ? char.ToLowerInvariant(c) : char.ToUpperInvariant(c));
            afterLetter = IsCased(c);
        }

        return result.ToString();
    }

    public static bool IsCased(char c) => char.IsUpper(c) || char.IsLower(c)
        || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.TitlecaseLetter;

    /// <summary>Python's <c>split()</c> without a separator.</summary>
    public static List<string> SplitSpace(string text, long limit)
    {
        var parts = new List<string>();
        var i = 0;
        while (true)
        {
            while (i < text.Length && IsSpace(text[i])) i++;
            if (i >= text.Length) return parts;
            if (limit >= 0 && parts.Count == limit)
            {
                parts.Add(text[i..]);
                return parts;
            }

            var start = i;
            while (i < text.Length && !IsSpace(text[i])) i++;
            parts.Add(text[start..i]);
        }
    }

    /// <summary>Python's <c>splitlines()</c>.</summary>
    public static IEnumerable<string> SplitLines(string text, bool keepEnds)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = start;
            while (end < text.Length && !IsLineEnd(text[end])) end++;
            var next = end >= text.Length ? end : text[end] == '\r' && end + 1 < text.Length && text[end + 1] == '\n' ? end + 2 : end + 1;
            yield return text[start..(keepEnds ? next : end)];
            start = next;
        }
    }

    private static bool IsLineEnd(char c) => c is '\n' or '\r' or '\v' or '\f' or >= '\u001c' and <= '\u001e' or '\u0085' or '\u2028' or '\u2029';

    private static int UnitsAt(string text, int offset) =>
        char.IsHighSurrogate(text[offset]) && offset + 1 < text.Length && char.IsLowSurrogate(text[offset + 1]) ? 2 : 1;

    private static readonly string[] Ascii = [.. Enumerable.Range(0, 128).Select(code => ((char)code).ToString())];
}
