using System.Collections.Immutable;

namespace CareTally.Core.Warehouses;

/// <summary>One statement of a script.</summary>
/// <param name="Start">Where it starts.</param>
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
        int? start = null;
        for (var at = SqlScanner.SkipBlank(sql, 0); at < sql.Length; at = SqlScanner.SkipBlank(sql, at))
        {
            if (sql[at] == ';')
            {
                Add(start, at);
                start = null;
                at++;
            }
            else
            {
                start ??= at;
                at = SqlScanner.AfterToken(sql, at);
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
}
