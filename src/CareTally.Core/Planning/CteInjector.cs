using CareTally.Core.Warehouses;

namespace CareTally.Core.Planning;

/// <summary>Puts the queries of ephemeral models in front of a query as common table expressions.</summary>
internal static class CteInjector
{
    /// <summary>The query with the others in front of it, joined to its own <c>with</c> where it has one.</summary>
    /// <param name="sql">The query.</param>
    /// <param name="ctes">Names and queries, each behind those it needs.</param>
    public static CompiledSql Inject(CompiledSql sql, IReadOnlyList<(string Name, CompiledSql Sql)> ctes)
    {
        if (ctes.Count == 0) return sql;
        var (start, isRecursive) = FindOwnWith(sql.Text);
        var parts = new List<CompiledSql> { CompiledSql.Of(isRecursive ? "with recursive " : "with ") };
        for (var i = 0; i < ctes.Count; i++)
            parts.Add(ctes[i].Sql.Wrap($"{(i == 0 ? "" : ", ")}{ctes[i].Name} as (\n", "\n)"));
        parts.Add(CompiledSql.Of(start is null ? "\n" : ",\n"));
        parts.Add(sql.From(start ?? 0));
        return CompiledSql.Concat(parts);
    }

    // Where the query's own CTEs begin, behind its `with [recursive]`; null where it has none.
    private static (int? Start, bool IsRecursive) FindOwnWith(string text)
    {
        var at = SqlScanner.SkipBlank(text, 0);
        if (!SqlScanner.IsWord(text, at, "with")) return (null, false);
        var first = SqlScanner.SkipBlank(text, at + "with".Length);
        return SqlScanner.IsWord(text, first, "recursive") ? (first + "recursive".Length, true) : (first, false);
    }
}
