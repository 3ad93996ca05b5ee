using System.Collections.Immutable;

namespace CareTally.Core.Warehouses;

/// <summary>One statement of a script.</summary>
/// <param name="Start">Where it starts, with the comments in front of it.</param>
/// <param name="Text">Its text without the semicolon.</param>
/// <param name="Keyword">Its first word in lower case.</param>
public readonly record struct SqlStatement(int Start, string Text, string Keyword);

/// <summary>Splits a script at its semicolons. What holds nothing but comments is no statement.</summary>
public static class SqlStatements
{
    /// <summary>The statements of a script, in order.</summary>
    public static ImmutableArray<SqlStatement> Split(string sql)
    {
        ArgumentNullException.ThrowIfNull(sql);
        var statements = ImmutableArray.CreateBuilder<SqlStatement>();
        var (begin, hasText) = (0, false);
        for (var at = SqlScanner.SkipBlank(sql, 0); at < sql.Length; at = SqlScanner.SkipBlank(sql, at))
        {
            if (sql[at] == ';')
            {
                Add(at);
                at++;
                (begin, hasText) = (at, false);
            }
            else
            {
                hasText = true;
                at = SqlScanner.AfterToken(sql, at);
            }
        }

        Add(sql.Length);
        return statements.ToImmutable();

        void Add(int end)
        {
            if (!hasText) return;
            while (char.IsWhiteSpace(sql[begin])) begin++;
            var text = sql[begin..end].TrimEnd();
            var word = new string([.. text.Skip(SqlScanner.SkipBlank(text, 0)).TakeWhile(char.IsAsciiLetter)]);
            statements.Add(new SqlStatement(begin, text, word.ToLowerInvariant()));
        }
    }
}
