using System.Collections.Immutable;

namespace CareTally.Core.Warehouses;

/// <summary>A session for what reads personal data: where a statement fails, no value of the data is passed on with what the database says.</summary>
/// <param name="inner">The session that does the work; its owner closes it.</param>
public sealed class DiscreetSession(IWarehouseSession inner) : IWarehouseSession
{
    /// <inheritdoc />
    public Task<long?> ExecuteAsync(string sql, CancellationToken cancellationToken) => GuardedAsync(() => inner.ExecuteAsync(sql, cancellationToken));

    /// <inheritdoc />
    public Task<QueryResult> QueryAsync(string sql, int? limit, CancellationToken cancellationToken) => GuardedAsync(() => inner.QueryAsync(sql, limit, cancellationToken));

    /// <inheritdoc />
    public Task<QueryResult> ExecuteAndReadAsync(string sql, CancellationToken cancellationToken) => GuardedAsync(() => inner.ExecuteAndReadAsync(sql, cancellationToken));

    /// <inheritdoc />
    public Task<ImmutableArray<Column>> ReadColumnsAsync(Relation relation, CancellationToken cancellationToken) => inner.ReadColumnsAsync(relation, cancellationToken);

    /// <inheritdoc />
    public Task<ImmutableArray<Column>> DescribeAsync(string query, CancellationToken cancellationToken) => GuardedAsync(() => inner.DescribeAsync(query, cancellationToken));

    /// <inheritdoc />
    public Task<ImmutableArray<RelationEntry>> ReadRelationsAsync(string? database, string schema, CancellationToken cancellationToken) => inner.ReadRelationsAsync(database, schema, cancellationToken);

    /// <inheritdoc />
    public Task<ImmutableArray<string>> ReadSchemasAsync(string? database, CancellationToken cancellationToken) => inner.ReadSchemasAsync(database, cancellationToken);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async Task<T> GuardedAsync<T>(Func<Task<T>> run)
    {
        try
        {
            return await run();
        }
        catch (WarehouseException e) when (e.Failure == WarehouseFailure.Statement)
        {
            throw e.WithoutValues();
        }
    }
}
