using System.Collections.Immutable;

namespace CareTally.Core.Warehouses;

/// <summary>One statement of a script.</summary>
/// <param name="Start">Where it starts.</param>
/// <param name="Text">Its text without the semicolon.</param>
/// <param name="Keyword">Its first word in lower case.</param>
public readonly record struct SqlStatement(int Start, string Text, string Keyword);

/// <summary>
/// Splits a script at its semicolons, knowing strings, quoted names, dollar quotes and comments, nested ones too.
/// What holds nothing but comments is no statement.
/// </summary>
public static class SqlStatements
{
    /// <summary>The statements of a script, in order.</summary>
    public static ImmutableArray<SqlStatement> Split(string sql)
    {
        ArgumentNullException.ThrowIfNull(sql);
        var statements = ImmutableArray.CreateBuilder<SqlStatement>();
        int? start = null;
        for (var i = 0; i < sql.Length;)
        {
            if (sql[i] == ';')
            {
                Add(start, i);
                start = null;
                i++;
            }
            else if (char.IsWhiteSpace(sql[i])) i++;
            else if (AfterComment(sql, i) is { } next) i = next;
            else
            {
                start ??= i;
                i = AfterToken(sql, i);
            }
        }

        Add(start, sql.Length);
        return statements.ToImmutable();

        void Add(int? from, int to)
        {
            if (from is not { } first) return;
            var text = sql[first..to].TrimEnd();
            var word = text.TakeWhile(char.IsAsciiLetter).Count();
            statements.Add(new SqlStatement(first, text, text[..word].ToLowerInvariant()));
        }
    }

    private static int? AfterComment(string sql, int i)
    {
        if (At(sql, i, "--"))
        {
            var end = sql.IndexOf('\n', i);
            return end < 0 ? sql.Length : end + 1;
        }

        if (!At(sql, i, "/*")) return null;
        var depth = 0;
        while (i < sql.Length)
        {
            if (At(sql, i, "/*")) (depth, i) = (depth + 1, i + 2);
            else if (At(sql, i, "*/"))
            {
                (depth, i) = (depth - 1, i + 2);
                if (depth == 0) return i;
            }
            else i++;
        }

        return sql.Length;
    }

    private static int AfterToken(string sql, int i)
    {
        if (sql[i] is '\'' or '"') return AfterQuoted(sql, i, backslashes: false);
        if (sql[i] is 'e' or 'E' && i + 1 < sql.Length && sql[i + 1] == '\'') return AfterQuoted(sql, i + 1, backslashes: true);
        if (sql[i] == '$' && DollarTag(sql, i) is { } tag)
        {
            var end = sql.IndexOf(tag, i + tag.Length, StringComparison.Ordinal);
            return end < 0 ? sql.Length : end + tag.Length;
        }

        if (!IsWord(sql[i])) return i + 1;
        while (i < sql.Length && IsWord(sql[i])) i++;
        return i;
    }

    private static int AfterQuoted(string sql, int i, bool backslashes)
    {
        var quote = sql[i++];
        for (; i < sql.Length; i++)
        {
            if (backslashes && sql[i] == '\\') i++;
            else if (sql[i] == quote)
            {
                if (i + 1 >= sql.Length || sql[i + 1] != quote) return i + 1;
                i++;
            }
        }

        return sql.Length;
    }

    // $$ or $name$; a parameter ($1, $name) is not one.
    private static string? DollarTag(string sql, int i)
    {
        var end = i + 1;
        while (end < sql.Length && (char.IsLetterOrDigit(sql[end]) || sql[end] == '_')) end++;
        return end < sql.Length && sql[end] == '$' && !char.IsAsciiDigit(sql[i + 1]) ? sql[i..(end + 1)] : null;
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c == '_';

    private static bool At(string sql, int i, string mark) => string.CompareOrdinal(sql, i, mark, 0, mark.Length) == 0;
}
