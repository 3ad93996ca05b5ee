using System.Collections.Immutable;
using CareTally.Core.Manifests;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Core.Running;

/// <summary>What must hold of a snapshot's query and of its table before anything is changed.</summary>
internal sealed class SnapshotChecks(SnapshotNode node, Relation target)
{
    /// <summary>The query returns the columns that the configuration names, and none of those that the snapshot adds.</summary>
    /// <exception cref="DiagnosticException">It does not.</exception>
    public void RequireColumns(ImmutableArray<Column> columns)
    {
        var names = columns.Select(column => column.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (node.Rules.AddedColumns.FirstOrDefault(names.Contains) is { } taken)
        {
            throw new DiagnosticException(Diagnostic.Of(RunProblems.SnapshotColumnTaken, node.Query.Span, node.Name, taken) with
            {
                Hint = "leave it out of the query, or give the snapshot's own column another name with snapshot_meta_column_names",
            });
        }

        foreach (var (key, column) in Named().Where(pair => IsPlain(pair.Column) && !names.Contains(pair.Column)))
        {
            throw new DiagnosticException(Diagnostic.Of(RunProblems.NoSnapshotColumn, node.Config.Get(key)?.Span ?? node.Span, key, column, node.Name) with
            {
                Hint = DidYouMean.Hint(column, names) ?? $"its columns: {string.Join(", ", columns.Select(one => one.Name))}",
            });
        }
    }

    /// <summary>What stands under the snapshot's name is a snapshot of these rules.</summary>
    /// <exception cref="DiagnosticException">It is not.</exception>
    public void RequireTable(RelationKind kind, ImmutableArray<Column> columns)
    {
        if (kind == RelationKind.View)
            throw new DiagnosticException(Diagnostic.Of(RunProblems.SnapshotIsView, node.Span, target) with { Hint = "drop the view, or give the snapshot another alias or schema" });
        var there = columns.Select(column => column.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (node.Rules.AddedColumns.Where(column => !there.Contains(column)).ToArray() is not [var first, ..] missing) return;
        throw new DiagnosticException(Diagnostic.Of(RunProblems.NoSnapshotTable, node.Span, target, string.Join(", ", missing)) with
        {
            Hint = missing.Length == 1 && first == node.Rules.Columns.IsDeleted
                ? $"it was taken without hard_deletes: new_record; add the column once: alter table {target.ToSql()} add column {first} varchar default 'False'"
                : "rename its columns as snapshot_meta_column_names says, or give the snapshot another alias or schema",
        });
    }

    /// <summary>Every key stands for one row.</summary>
    /// <param name="key">The columns or expressions.</param>
    /// <param name="found">What a query of <see cref="SnapshotKeys"/> has found.</param>
    /// <exception cref="DiagnosticException">One does not.</exception>
    public void RequireKey(ImmutableArray<string> key, QueryResult found)
    {
        var (keys, rows, withoutKey) = ((long)found.Rows[0][0]!, (long)found.Rows[0][1]!, (long)found.Rows[0][2]!);
        if (keys + withoutKey == 0) return;
        var counts = new List<string>();
        if (keys > 0) counts.Add(keys == 1 ? $"1 key stands for {rows} rows" : $"{keys} keys stand for {rows} rows");
        if (withoutKey > 0) counts.Add(withoutKey == 1 ? "1 row has no key" : $"{withoutKey} rows have no key");
        throw new DiagnosticException(Diagnostic.Of(RunProblems.SnapshotKey, node.Config.Get("unique_key")?.Span ?? node.Span, node.Name, string.Join(", ", key), string.Join("; ", counts)) with
        {
            Hint = (withoutKey > 0
                ? "a row without a key has no history: leave such rows out of the query, or make a key of coalesce(...)"
                : "nothing was changed; take more columns into unique_key, or leave only one row of each key in the query") + WayToSee(key),
        });
    }

    // Where the query can stand on a command line.
    private string WayToSee(ImmutableArray<string> key)
    {
        var (query, keys) = (node.Query.Text.Trim().TrimEnd(';'), string.Join(", ", key));
        if ($"{query}{keys}".IndexOfAny(['"', '$', '`', '\\', '!', '\n']) >= 0 || query.Contains("config(", StringComparison.Ordinal)) return "";
        var isWrong = string.Join(" or ", key.Select(part => $"({part}) is null").Prepend("count(*) > 1"));
        return $"; see them with: tally show --inline \"select {keys}, count(*) as copies from ({query}) rows group by {keys} having {isWrong}\"";
    }

    private IEnumerable<(string Key, string Column)> Named()
    {
        foreach (var column in node.Rules.UniqueKey) yield return ("unique_key", column);
        if (node.Config.Text("updated_at") is { } updatedAt) yield return ("updated_at", updatedAt);
        if (node.Rules.Strategy != "check" || node.Config.Text("check_cols") == "all") yield break;
        foreach (var column in node.Config.Texts("check_cols")) yield return ("check_cols", column);
    }

    // Anything else is an expression, of which the database says what is wrong.
    private static bool IsPlain(string column) =>
        column.Length > 0 && !char.IsAsciiDigit(column[0]) && column.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
