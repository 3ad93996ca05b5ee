using System.Collections.Immutable;
using System.Globalization;
using CareTally.Core.Planning;

namespace CareTally.Core.Running;

/// <summary>Queries for how many keys do not tell the rows of a snapshot's query apart, and how many rows have them. Which they are is not told: a key may be somebody's name.</summary>
internal static class SnapshotKeys
{
    /// <summary>Of keys that stand for several rows their number and that of the rows, and the number of rows that have none.</summary>
    public static string AllOf(ImmutableArray<string> key, string query)
    {
        var names = NamesOf(key);
        return Counted(names, $"select {Join(names)}, count(*) as copies\n{From(key, query)}\ngroup by {Join(names)}\nhaving count(*) > 1 or {AnyNull(names)}");
    }

    /// <summary>The same, of the keys that are in the table of changes.</summary>
    public static string OfChanges(SnapshotStrategy strategy, string query, string changes)
    {
        var (names, written) = (NamesOf(strategy.UniqueKey), strategy.KeyNames.ToArray());
        var isWritten = string.Join(" and ", names.Zip(written, (name, one) => $"changes.{one} = keys.{name}"));
        return Counted(names, $"""
            select {Join(names)}, count(*) as copies
            {From(strategy.UniqueKey, query)}
            where exists (select 1 from {changes} changes where {isWritten})
            group by {Join(names)}
            having count(*) > 1
            union all
            select {Join(written)}, count(*)
            from {changes}
            where dbt_change_type = 'insert' and ({AnyNull(written)})
            group by {Join(written)}
            """);
    }

    /// <summary>Whether the query returns more rows of known keys than the snapshot has current ones.</summary>
    /// <param name="strategy">What the strategy says.</param>
    /// <param name="query">The query.</param>
    /// <param name="changes">The table of changes.</param>
    /// <param name="current">A query for the number of current rows.</param>
    public static string TooMany(SnapshotStrategy strategy, string query, string changes, string current)
    {
        // Of a key that is gone there is one change, and where that is kept another one.
        var kept = strategy.Value["hard_deletes"].ToText() == "new_record" ? " - count(*) filter (where dbt_change_type = 'delete')" : "";
        return $"""
            select (select count(*) from (
            {query}
            ) snapshot_query)
            - (select count(*) filter (where dbt_change_type = 'insert') - count(*) filter (where dbt_change_type = 'update'){kept} from {changes})
            > ({current}) - (select count(*) filter (where dbt_change_type = 'delete') from {changes})
            """;
    }

    private static string Counted(string[] names, string wrong) => $"""
        select count(*) filter (where copies > 1 and not ({AnyNull(names)})), coalesce(sum(copies) filter (where copies > 1 and not ({AnyNull(names)})), 0)::bigint, coalesce(sum(copies) filter (where {AnyNull(names)}), 0)::bigint
        from ({wrong}) wrong
        """;

    private static string From(ImmutableArray<string> key, string query) =>
        $"from (select {string.Join(", ", key.Zip(NamesOf(key), (part, name) => $"{part} as {name}"))} from (\n{query}\n) snapshot_query) keys";

    private static string[] NamesOf(ImmutableArray<string> key) => [.. key.Select((_, i) => $"key_{(i + 1).ToString(CultureInfo.InvariantCulture)}")];

    private static string Join(IEnumerable<string> names) => string.Join(", ", names);

    private static string AnyNull(IEnumerable<string> names) => string.Join(" or ", names.Select(name => $"{name} is null"));
}
