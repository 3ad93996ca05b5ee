using System.Collections.Immutable;

namespace CareTally.Core.Warehouses;

/// <summary>A database that models are built in. One object for the whole command; sessions are its connections.</summary>
public interface IWarehouse : IAsyncDisposable
{
    /// <summary>What exists in some schemas: relations with their columns.</summary>
    /// <exception cref="WarehouseException">The database cannot be opened or read.</exception>
    Task<Catalog> ReadCatalogAsync(IReadOnlyCollection<string> schemas, CancellationToken cancellationToken);

    /// <summary>What the database knows of the relations that exist in some schemas, for documentation: comments, owners and sizes besides columns.</summary>
    /// <exception cref="WarehouseException">The database cannot be opened or read.</exception>
    Task<ImmutableArray<RelationDetails>> ReadDetailsAsync(IReadOnlyCollection<string> schemas, CancellationToken cancellationToken);

    /// <summary>A connection, set up and ready. Sessions are not shared between threads.</summary>
    /// <exception cref="WarehouseException">The database cannot be opened.</exception>
    Task<IWarehouseSession> OpenSessionAsync(CancellationToken cancellationToken);

    /// <summary>Tidies storage at the end of a build, when every session is idle.</summary>
    Task FinishAsync(CancellationToken cancellationToken);

    /// <summary>Tidies storage so that nothing is left in it of rows that were deleted. Every session must be closed.</summary>
    Task CompactAsync(CancellationToken cancellationToken);
}

/// <summary>One connection. Every call runs off the caller's thread and stops promptly when cancelled.</summary>
public interface IWarehouseSession : IAsyncDisposable
{
    /// <summary>Runs one or more statements.</summary>
    /// <returns>Rows written by the last statement, or null where it does not say.</returns>
    /// <exception cref="WarehouseException">The statement failed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; a transaction is then to be rolled back.</exception>
    Task<long?> ExecuteAsync(string sql, CancellationToken cancellationToken);

    /// <summary>Runs a query and reads its rows.</summary>
    /// <param name="sql">One statement.</param>
    /// <param name="limit">Rows to read at most; null for all.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="WarehouseException">The statement failed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    Task<QueryResult> QueryAsync(string sql, int? limit, CancellationToken cancellationToken);

    /// <summary>Runs one or more statements and reads the rows of the last one: none where it returns none.</summary>
    /// <exception cref="WarehouseException">A statement failed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    Task<QueryResult> ExecuteAndReadAsync(string sql, CancellationToken cancellationToken);

    /// <summary>The columns of a relation as this connection sees it, its own uncommitted changes included; none where it does not exist.</summary>
    Task<ImmutableArray<Column>> ReadColumnsAsync(Relation relation, CancellationToken cancellationToken);

    /// <summary>The columns that a query would return.</summary>
    /// <exception cref="WarehouseException">The query is wrong.</exception>
    Task<ImmutableArray<Column>> DescribeAsync(string query, CancellationToken cancellationToken);

    /// <summary>Tables and views of a schema as this connection sees them.</summary>
    /// <param name="database">Its database; null for the target's own.</param>
    /// <param name="schema">The schema.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<ImmutableArray<RelationEntry>> ReadRelationsAsync(string? database, string schema, CancellationToken cancellationToken);

    /// <summary>The schemas of a database; null for the target's own.</summary>
    Task<ImmutableArray<string>> ReadSchemasAsync(string? database, CancellationToken cancellationToken);
}
