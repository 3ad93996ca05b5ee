using System.Collections.Frozen;

namespace CareTally.Docs.Html;

/// <summary>SQL and templates with keywords, texts, comments and tags marked.</summary>
internal static class SqlMarkup
{
    private const int LongestMarked = 200_000;

    private static readonly FrozenSet<string> Keywords = (
        "all and any as asc between by case cast coalesce count create cross date desc distinct else end except exists extract false filter first " +
        "following from full group grouping having in inner intersect interval into is join last lateral left like limit max min natural not null " +
        "nulls offset on or order outer over partition preceding qualify range right row rows select sets sum table then time timestamp true " +
        "unbounded union unnest using values view when where window with").Split(' ').ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> KeywordLookup = Keywords.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The text, escaped, with <c>span</c>s around what is coloured.</summary>
    public static void Write(HtmlWriter writer, string sql)
    {
        if (sql.Length > LongestMarked)
        {
            Escaping.Append(writer.Buffer, sql);
            return;
        }

        var plainFrom = 0;
        for (var i = 0; i < sql.Length;)
        {
            var (end, kind) = TokenAt(sql, i);
            if (kind is not null)
            {
                Escaping.Append(writer.Buffer, sql.AsSpan(plainFrom, i - plainFrom));
                writer.Add($"<i class=\"{kind}\">{sql[i..end]}</i>");
                plainFrom = end;
            }

            i = end;
        }

        Escaping.Append(writer.Buffer, sql.AsSpan(plainFrom));
    }

    // The end of what starts at an offset, and the class it is shown in.
    private static (int End, string? Kind) TokenAt(string sql, int start)
    {
        var c = sql[start];
        var next = start + 1 < sql.Length ? sql[start + 1] : '\0';
        return (c, next) switch
        {
            ('-', '-') => (EndOf(sql, "\n", start, keep: true), "c"),
            ('/', '*') => (EndOf(sql, "*/", start + 2), "c"),
            ('{', '#') => (EndOf(sql, "#}", start + 2), "c"),
            ('{', '{') => (EndOf(sql, "}}", start + 2), "j"),
            ('{', '%') => (EndOf(sql, "%}", start + 2), "j"),
            ('\'', _) => (EndOf(sql, "'", start + 1), "s"),
            ('"', _) => (EndOf(sql, "\"", start + 1), null),
            _ when char.IsLetter(c) || c == '_' => Word(sql, start),
            _ => (start + 1, null),
        };
    }

    private static (int End, string? Kind) Word(string sql, int start)
    {
        var end = start;
        while (end < sql.Length && (char.IsLetterOrDigit(sql[end]) || sql[end] == '_')) end++;
        return (end, KeywordLookup.Contains(sql.AsSpan(start, end - start)) ? "k" : null);
    }

    private static int EndOf(string sql, string terminator, int from, bool keep = false)
    {
        var end = from > sql.Length ? -1 : sql.IndexOf(terminator, from, StringComparison.Ordinal);
        return end < 0 ? sql.Length : keep ? end : end + terminator.Length;
    }
}
