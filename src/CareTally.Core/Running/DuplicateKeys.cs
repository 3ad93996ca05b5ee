using System.Collections.Immutable;
using System.Globalization;
using CareTally.Core.Manifests;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Core.Running;

/// <summary>
/// Finds keys that come more than once in what is to be merged. DuckDB would take one of their rows, any of them, in silence. Only counts
/// are told: a key may be somebody's name.
/// </summary>
internal sealed class DuplicateKeys(Node model, ImmutableArray<string> key, string source)
{
    /// <exception cref="DiagnosticException">There are some.</exception>
    public void Refuse(Func<string, QueryResult> query)
    {
        var keys = string.Join(", ", key);
        var known = string.Join(" and ", key.Select(part => $"({part}) is not null"));
        var row = query($"select count(*)::bigint, coalesce(sum(n), 0)::bigint from (select count(*) as n from {source} where {known} group by {keys} having count(*) > 1)").Rows[0];
        var duplicates = Convert.ToInt64(row[0], CultureInfo.InvariantCulture);
        if (duplicates == 0) return;
        var count = duplicates == 1 ? "1 key comes" : $"{duplicates} keys come";
        throw new DiagnosticException(Diagnostic.Of(RunProblems.DuplicateKeys, model.Config.Get("unique_key")?.Span ?? model.Span, count, keys, model.Id, row[1]) with
        {
            Hint = $"keep one row of each in the query, for example with  qualify row_number() over (partition by {keys} order by ...) = 1",
        });
    }
}
