using System.Text.RegularExpressions;

namespace CareTally.Core.Warehouses;

/// <summary>The little that has to be known of SQL's surface: strings, quoted names, dollar quotes, and comments, which nest.</summary>
internal static partial class SqlScanner
{
    /// <summary>The first offset at or behind one that is neither whitespace nor in a comment.</summary>
    public static int SkipBlank(string text, int from)
    {
        var at = from;
        while (at < text.Length)
        {
            if (char.IsWhiteSpace(text[at])) at++;
            else if (text.AsSpan(at).StartsWith("--")) at = EndOf(text, "\n", at);
            else if (text.AsSpan(at).StartsWith("/*")) at = EndOfBlock(text, at);
            else break;
        }

        return at;
    }

    /// <summary>The offset of the semicolon behind which only blanks, comments and more semicolons stand; the text's length where there is none.</summary>
    public static int EndOfStatement(string text)
    {
        if (!text.Contains(';', StringComparison.Ordinal)) return text.Length;
        int? end = null;
        for (var at = SkipBlank(text, 0); at < text.Length; at = SkipBlank(text, at))
        {
            if (text[at] == ';')
            {
                end ??= at;
                at++;
            }
            else
            {
                end = null;
                at = AfterToken(text, at);
            }
        }

        return end ?? text.Length;
    }

    /// <summary>The offset of the first semicolon that another statement follows; null where there is one statement at most.</summary>
    public static int? SecondStatement(string text)
    {
        if (!text.Contains(';', StringComparison.Ordinal)) return null;
        int? end = null;
        for (var at = SkipBlank(text, 0); at < text.Length; at = SkipBlank(text, at))
        {
            if (text[at] != ';' && end is not null) return end;
            if (text[at] == ';') end ??= at;
            at = text[at] == ';' ? at + 1 : AfterToken(text, at);
        }

        return null;
    }

    /// <summary>Whether a keyword stands at an offset.</summary>
    public static bool IsWord(string text, int at, string word) =>
        text.AsSpan(at).StartsWith(word, StringComparison.OrdinalIgnoreCase)
        && (at + word.Length == text.Length || !(char.IsLetterOrDigit(text[at + word.Length]) || text[at + word.Length] == '_'));

    /// <summary>The first offset behind the token that begins at one.</summary>
    public static int AfterToken(string text, int at)
    {
        if (text[at] is '\'' or '"') return EndOf(text, text[at].ToString(), at + 1);
        if (text[at] is 'e' or 'E' && at + 1 < text.Length && text[at + 1] == '\'') return EndOfEscaped(text, at + 2);
        if (text[at] == '$' && DollarQuote().Match(text, at) is { Success: true } quote) return EndOf(text, quote.Value, at + quote.Length);
        if (!IsWordCharacter(text[at])) return at + 1;
        while (at < text.Length && IsWordCharacter(text[at])) at++;
        return at;
    }

    // A backslash or a quote takes the quote behind it along.
    private static int EndOfEscaped(string text, int at)
    {
        for (; at < text.Length; at++)
        {
            var isDoubled = text[at] == '\'' && at + 1 < text.Length && text[at + 1] == '\'';
            if (text[at] == '\'' && !isDoubled) return at + 1;
            if (text[at] == '\\' || isDoubled) at++;
        }

        return text.Length;
    }

    // Comments of this kind nest.
    private static int EndOfBlock(string text, int at)
    {
        var depth = 0;
        while (at < text.Length)
        {
            if (text.AsSpan(at).StartsWith("/*")) (depth, at) = (depth + 1, at + 2);
            else if (text.AsSpan(at).StartsWith("*/")) (depth, at) = (depth - 1, at + 2);
            else at++;
            if (depth == 0) return at;
        }

        return text.Length;
    }

    private static bool IsWordCharacter(char c) => char.IsLetterOrDigit(c) || c == '_';

    [GeneratedRegex(@"\G\$([A-Za-z_]\w*)?\$")]
    private static partial Regex DollarQuote();

    private static int EndOf(string text, string mark, int from)
    {
        var found = text.IndexOf(mark, from, StringComparison.Ordinal);
        return found < 0 ? text.Length : found + mark.Length;
    }
}
