using System.Collections.Immutable;

namespace CareTally.Core.Warehouses;

/// <summary>A session on which every statement carries a comment. What the database says of a statement is said of it as it was without.</summary>
/// <param name="inner">The session that does the work; its owner closes it.</param>
/// <param name="comment">The comment.</param>
/// <param name="appends">Whether it stands behind the statement.</param>
internal sealed class CommentedSession(IWarehouseSession inner, string comment, bool appends) : IWarehouseSession
{
    private int Shift => appends ? 0 : comment.Length + 1;

    public Task<long?> ExecuteAsync(string sql, CancellationToken cancellationToken) => MovedAsync(() => inner.ExecuteAsync(Commented(sql), cancellationToken));

    public Task<QueryResult> QueryAsync(string sql, int? limit, CancellationToken cancellationToken) => MovedAsync(() => inner.QueryAsync(Commented(sql), limit, cancellationToken));

    public Task<QueryResult> ExecuteAndReadAsync(string sql, CancellationToken cancellationToken) => MovedAsync(() => inner.ExecuteAndReadAsync(Commented(sql), cancellationToken));

    public Task<ImmutableArray<Column>> ReadColumnsAsync(Relation relation, CancellationToken cancellationToken) => inner.ReadColumnsAsync(relation, cancellationToken);

    public Task<ImmutableArray<Column>> DescribeAsync(string query, CancellationToken cancellationToken) => inner.DescribeAsync(query, cancellationToken);

    public Task<ImmutableArray<RelationEntry>> ReadRelationsAsync(string? database, string schema, CancellationToken cancellationToken) => inner.ReadRelationsAsync(database, schema, cancellationToken);

    public Task<ImmutableArray<string>> ReadSchemasAsync(string? database, CancellationToken cancellationToken) => inner.ReadSchemasAsync(database, cancellationToken);

    // The session belongs to the one who opened it.
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private string Commented(string sql) => appends ? $"{sql.TrimEnd().TrimEnd(';')}\n{comment}" : $"{comment}\n{sql}";

    private async Task<T> MovedAsync<T>(Func<Task<T>> run)
    {
        try
        {
            return await run();
        }
        catch (WarehouseException e) when (Shift > 0 && e.Position is { } position)
        {
            throw new WarehouseException(e.Message, e)
            {
                Failure = e.Failure,
                Class = e.Class,
                Position = Math.Max(0, position - Shift),
                Candidates = e.Candidates,
                Hint = e.Hint,
            };
        }
    }
}
