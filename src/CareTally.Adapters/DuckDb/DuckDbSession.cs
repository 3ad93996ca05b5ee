using System.Collections.Immutable;
using CareTally.Core.Warehouses;
using DuckDB.NET.Data;

namespace CareTally.Adapters.DuckDb;

/// <summary>One connection.</summary>
internal sealed class DuckDbSession(DuckDBConnection connection, DuckDbInstance instance) : IWarehouseSession
{
    // One interrupt in the first milliseconds of a statement is lost, so it is repeated until the statement has ended.
    private static readonly TimeSpan InterruptEvery = TimeSpan.FromMilliseconds(5);

    // Those whose count of rows the provider tells. Of "create table as" it does not.
    private static readonly HashSet<string> Writing = ["insert", "update", "delete", "merge", "copy", "truncate"];

    // Those that return rows.
    private static readonly HashSet<string> Reading = ["select", "with", "from", "values", "describe", "show", "summarize", "pragma", "call", "explain", "table", "pivot", "unpivot", "("];

    private bool _disposed;

    public DuckDBConnection Connection => connection;

    public Task<long?> ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        var statements = SqlStatements.Split(sql);
        return RunAsync(command => Execute(command, statements, cancellationToken), cancellationToken);
    }

    public Task<QueryResult> QueryAsync(string sql, int? limit, CancellationToken cancellationToken)
    {
        var statements = SqlStatements.Split(sql);
        if (statements.Length != 1)
        {
            throw new WarehouseException(statements.IsEmpty ? "there is no statement to run" : $"one query was expected, not {statements.Length} statements")
            {
                Position = statements.IsEmpty ? null : statements[1].Start,
            };
        }

        return RunAsync(command => new DuckDbQuery(command, statements[0], limit).Read(), cancellationToken);
    }

    public Task<QueryResult> ExecuteAndReadAsync(string sql, CancellationToken cancellationToken)
    {
        var statements = SqlStatements.Split(sql);
        if (statements.IsEmpty) throw new WarehouseException("there is no statement to run");
        return RunAsync(command => ExecuteAndRead(command, statements, cancellationToken), cancellationToken);
    }

    public Task<ImmutableArray<Column>> ReadColumnsAsync(Relation relation, CancellationToken cancellationToken) =>
        RunAsync(_ => Read(() => DuckDbCatalog.Columns(connection, relation)), cancellationToken);

    public async Task<ImmutableArray<Column>> DescribeAsync(string query, CancellationToken cancellationToken)
    {
        const string Before = "describe from (\n";
        var (start, statement) = SqlStatements.Split(query) is [var only] ? (only.Start, only.Text) : (0, query);
        try
        {
            var described = await QueryAsync($"{Before}{statement}\n)", null, cancellationToken);
            return [.. described.Rows.Select(row => new Column((string)row[0]!, (string)row[1]!))];
        }
        catch (WarehouseException e) when (e is { Position: { } position, Failure: WarehouseFailure.Statement })
        {
            // Whoever asked knows the query only.
            throw e.At(Math.Max(0, position - Before.Length + start));
        }
    }

    public Task<ImmutableArray<RelationEntry>> ReadRelationsAsync(string? database, string schema, CancellationToken cancellationToken) =>
        RunAsync(_ => Read(() => DuckDbCatalog.Relations(connection, database, schema)), cancellationToken);

    public Task<ImmutableArray<string>> ReadSchemasAsync(string? database, CancellationToken cancellationToken) =>
        RunAsync(_ => Read(() => DuckDbCatalog.Schemas(connection, database)), cancellationToken);

    /// <summary>Runs something on this connection off the caller's thread.</summary>
    /// <remarks>The provider's own asynchronous methods are synchronous, and its timeout does nothing.</remarks>
    public async Task<T> RunAsync<T>(Func<DuckDBCommand, T> body, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        cancellationToken.ThrowIfCancellationRequested();
        using var command = connection.CreateCommand();
        var work = Task.Run(() => body(command), CancellationToken.None);
        try
        {
            await InterruptWhenCancelledAsync(command, work, cancellationToken);
            return await work;
        }
        catch (Exception e) when (cancellationToken.IsCancellationRequested && DuckDbErrors.IsInterrupt(e.InnerException ?? e))
        {
            throw new OperationCanceledException("the statement was cancelled", e, cancellationToken);
        }
        catch (WarehouseException e) when (e.Failure == WarehouseFailure.Invalidated)
        {
            instance.Invalidate();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed) return;
        _disposed = true;
        await Task.Run(connection.Dispose);
        instance.Release();
    }

    private static async Task InterruptWhenCancelledAsync(DuckDBCommand command, Task work, CancellationToken cancellationToken)
    {
        if (!cancellationToken.CanBeCanceled) return;
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellationToken.Register(cancelled.SetResult);
        await Task.WhenAny(work, cancelled.Task);
        while (!work.IsCompleted)
        {
            command.Cancel();
            await Task.WhenAny(work, Task.Delay(InterruptEvery, CancellationToken.None));
        }
    }

    private static T Read<T>(Func<T> read)
    {
        T result = default!;
        DuckDbErrors.Guard(() => result = read());
        return result;
    }

    private static QueryResult ExecuteAndRead(DuckDBCommand command, ImmutableArray<SqlStatement> statements, CancellationToken cancellationToken)
    {
        var last = statements[^1];
        if (Reading.Contains(last.Keyword) || (Writing.Contains(last.Keyword) && last.Text.Contains("returning", StringComparison.OrdinalIgnoreCase)))
        {
            Execute(command, statements[..^1], cancellationToken);
            return new DuckDbQuery(command, last, null).Read();
        }

        Execute(command, statements, cancellationToken);
        return new QueryResult([], [], false);
    }

    private static long? Execute(DuckDBCommand command, IEnumerable<SqlStatement> statements, CancellationToken cancellationToken)
    {
        long? rows = null;
        foreach (var statement in statements)
        {
            cancellationToken.ThrowIfCancellationRequested();
            command.CommandText = statement.Text;
            try
            {
                var written = command.ExecuteNonQuery();
                rows = written > 0 || Writing.Contains(statement.Keyword) ? written : null;
            }
            catch (Exception e) when (e is DuckDBException or InvalidOperationException)
            {
                throw DuckDbErrors.Explain(e, statement);
            }
        }

        return rows;
    }
}
