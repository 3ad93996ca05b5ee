using System.Collections.Immutable;
using CareTally.Core.Warehouses;

namespace CareTally.Adapters.DuckDb;

/// <summary>A DuckDB database file, or one in memory. It is opened when first needed and held until disposed.</summary>
/// <param name="target">Which database, and how to work on it.</param>
/// <param name="clock">Times the wait for a lock and dates our own.</param>
public sealed class DuckDbWarehouse(DuckDbTarget target, TimeProvider clock) : IWarehouse
{
    private const string CopyName = "tally_compact";

    private static readonly TimeSpan LockRetry = TimeSpan.FromMilliseconds(200);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private DuckDbInstance? _instance;

    /// <inheritdoc />
    public async Task<Catalog> ReadCatalogAsync(IReadOnlyCollection<string> schemas, CancellationToken cancellationToken)
    {
        // Looking must not create the file.
        if (schemas.Count == 0 || (!target.IsInMemory && !File.Exists(target.Path))) return Catalog.Empty;
        await using var session = await OpenAsync(cancellationToken);
        return await session.RunAsync(_ => DuckDbCatalog.Read(session.Connection, schemas), cancellationToken);
    }

    /// <inheritdoc />
    public async Task<ImmutableArray<RelationDetails>> ReadDetailsAsync(IReadOnlyCollection<string> schemas, CancellationToken cancellationToken)
    {
        if (schemas.Count == 0 || (!target.IsInMemory && !File.Exists(target.Path))) return [];
        await using var session = await OpenAsync(cancellationToken);
        return await session.RunAsync(_ => DuckDbDetails.Read(session.Connection, schemas), cancellationToken);
    }

    /// <inheritdoc />
    public async Task<IWarehouseSession> OpenSessionAsync(CancellationToken cancellationToken) => await OpenAsync(cancellationToken);

    /// <inheritdoc />
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        if (target.ReadOnly || target.IsInMemory || _instance is null or { IsInvalidated: true }) return;
        await using var session = await OpenAsync(cancellationToken);

        // Without it a file whose tables are replaced again and again grows. Never FORCE: it hangs where a transaction is open.
        try
        {
            await session.ExecuteAsync("checkpoint", cancellationToken);
        }
        catch (WarehouseException e) when (e.Class == "TransactionContext Error")
        {
            // Somebody in this process is still reading or writing: the log is folded into the file when the database is closed.
        }
    }

    /// <inheritdoc />
    public async Task CompactAsync(CancellationToken cancellationToken)
    {
        await FinishAsync(cancellationToken);
        if (target.ReadOnly || target.IsInMemory || _instance is not { IsInvalidated: false } instance) return;
        var path = File.ResolveLinkTarget(target.Path, returnFinalTarget: true)?.FullName ?? target.Path;
        var copy = $"{path}.{CopyName}";
        try
        {
            File.Delete(copy);
            await using (var session = await OpenAsync(cancellationToken)) await CopyAsync(session, copy, cancellationToken);

            // From here on nothing may come between: the old file goes when the new one is complete.
            _instance = null;
            await Task.Run(instance.Dispose, CancellationToken.None);
            File.Move(copy, path, overwrite: true);
        }
        finally
        {
            File.Delete(copy);
            File.Delete($"{copy}.wal");
        }
    }

    // A checkpoint frees the blocks of deleted rows, but leaves in them what they held: a new file has only what is there.
    private static async Task CopyAsync(DuckDbSession session, string copy, CancellationToken cancellationToken)
    {
        var own = SqlText.Identifier((string)(await session.QueryAsync("select current_database()", 1, cancellationToken)).Rows[0][0]!);
        await session.ExecuteAsync($"attach {SqlText.Literal(copy)} as {CopyName}", cancellationToken);
        try
        {
            await session.ExecuteAsync($"copy from database {own} to {CopyName}", cancellationToken);
        }
        finally
        {
            await session.ExecuteAsync($"detach {CopyName}", CancellationToken.None);
        }
    }

    /// <summary>Closes the database and gives up the file.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_instance is { } instance) await Task.Run(instance.Dispose);
        _instance = null;
        _gate.Dispose();
    }

    private async Task<DuckDbSession> OpenAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var instance = await InstanceAsync(cancellationToken);
            return await Task.Run(instance.OpenSession, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<DuckDbInstance> InstanceAsync(CancellationToken cancellationToken)
    {
        if (_instance is { IsInvalidated: true } broken)
        {
            if (broken.Sessions > 0)
            {
                throw new WarehouseException("the database was shut down by an internal error")
                {
                    Failure = WarehouseFailure.Invalidated,
                    Hint = "every session has to be closed before it can be opened again",
                };
            }

            _instance = null;
            await Task.Run(broken.Dispose, cancellationToken);
        }

        return _instance ??= await OpenInstanceAsync(cancellationToken);
    }

    private async Task<DuckDbInstance> OpenInstanceAsync(CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        while (true)
        {
            try
            {
                return await Task.Run(() => DuckDbInstance.Open(target, clock), cancellationToken);
            }
            catch (WarehouseException e) when (e.Failure == WarehouseFailure.Locked && clock.GetElapsedTime(started) < target.LockWait)
            {
                await Task.Delay(LockRetry, clock, cancellationToken);
            }
        }
    }
}
