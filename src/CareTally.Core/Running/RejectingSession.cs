using System.Collections.Immutable;
using System.Text.RegularExpressions;
using CareTally.Core.Warehouses;

namespace CareTally.Core.Running;

/// <summary>
/// A session on which files are read by other readers than the statements name. A view keeps the reader it names, as it is read again
/// by others. What the database says of a statement is said of it as it was given.
/// </summary>
/// <param name="inner">The session that does the work; its owner closes it.</param>
/// <param name="readers">What statements name, and what they read instead.</param>
internal sealed partial class RejectingSession(IWarehouseSession inner, Func<IEnumerable<(string Named, string Instead)>> readers) : IWarehouseSession
{
    public Task<long?> ExecuteAsync(string sql, CancellationToken cancellationToken) => RunAsync(sql, changed => inner.ExecuteAsync(changed, cancellationToken));

    public Task<QueryResult> QueryAsync(string sql, int? limit, CancellationToken cancellationToken) => RunAsync(sql, changed => inner.QueryAsync(changed, limit, cancellationToken));

    public Task<QueryResult> ExecuteAndReadAsync(string sql, CancellationToken cancellationToken) => RunAsync(sql, changed => inner.ExecuteAndReadAsync(changed, cancellationToken));

    public Task<ImmutableArray<Column>> ReadColumnsAsync(Relation relation, CancellationToken cancellationToken) => inner.ReadColumnsAsync(relation, cancellationToken);

    public Task<ImmutableArray<Column>> DescribeAsync(string query, CancellationToken cancellationToken) => RunAsync(query, changed => inner.DescribeAsync(changed, cancellationToken));

    public Task<ImmutableArray<RelationEntry>> ReadRelationsAsync(string? database, string schema, CancellationToken cancellationToken) => inner.ReadRelationsAsync(database, schema, cancellationToken);

    public Task<ImmutableArray<string>> ReadSchemasAsync(string? database, CancellationToken cancellationToken) => inner.ReadSchemasAsync(database, cancellationToken);

    // The session belongs to the one who opened it.
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<T> RunAsync<T>(string sql, Func<string, Task<T>> run)
    {
        if (CreatesView().IsMatch(sql)) return await run(sql);
        var changes = new List<(int At, int Length, string Instead)>();
        foreach (var (named, instead) in readers())
        {
            for (var at = sql.IndexOf(named, StringComparison.Ordinal); at >= 0; at = sql.IndexOf(named, at + named.Length, StringComparison.Ordinal)) changes.Add((at, named.Length, instead));
        }

        changes.Sort((one, other) => one.At.CompareTo(other.At));
        var text = sql;
        foreach (var (at, length, instead) in Enumerable.Reverse(changes)) text = string.Concat(text.AsSpan(0, at), instead, text.AsSpan(at + length));
        try
        {
            return await run(text);
        }
        catch (WarehouseException e) when (e.Position is { } position && changes.Count > 0)
        {
            throw e.At(Original(position, changes));
        }
    }

    // A place inside of a reader is the place where it begins.
    private static int Original(int position, List<(int At, int Length, string Instead)> changes)
    {
        var shift = 0;
        foreach (var (at, length, instead) in changes)
        {
            if (position < at + shift) break;
            if (position < at + shift + instead.Length) return at;
            shift += instead.Length - length;
        }

        return position - shift;
    }

    [GeneratedRegex(@"\bcreate\s+(or\s+replace\s+)?(temp\s+|temporary\s+)?view\b", RegexOptions.IgnoreCase)]
    private static partial Regex CreatesView();
}
