using CareTally.Core.Warehouses;

namespace CareTally.Core.Checking;

/// <summary>Sessions of the database in memory, on which independent nodes are checked at once.</summary>
internal sealed class CheckSessions : IAsyncDisposable
{
    // Below this much work for each, opening another costs more than it saves.
    private const int WorkForOne = 200;

    private readonly List<IWarehouseSession> _sessions = [];
    private readonly List<CheckDatabase> _databases = [];

    private CheckSessions()
    {
    }

    /// <summary>The one for what has to be done alone.</summary>
    public CheckDatabase First => _databases[0];

    /// <exception cref="WarehouseException">The database cannot be opened.</exception>
    public static async Task<CheckSessions> OpenAsync(IWarehouse memory, int work, CancellationToken cancellationToken)
    {
        var sessions = new CheckSessions();
        var wanted = Math.Clamp(work / WorkForOne, 1, Environment.ProcessorCount);
        for (var i = 0; i < wanted; i++)
        {
            sessions._sessions.Add(await memory.OpenSessionAsync(cancellationToken));
            sessions._databases.Add(new CheckDatabase(sessions._sessions[i]));
        }

        return sessions;
    }

    /// <summary>Does the same with each of many things, and gives the results in their order.</summary>
    public async Task<TResult[]> ForEachAsync<T, TResult>(IReadOnlyList<T> items, Func<CheckDatabase, T, Task<TResult>> check)
    {
        var results = new TResult[items.Count];
        var next = -1;
        await Task.WhenAll(_databases.Take(Math.Max(1, items.Count)).Select(WorkAsync));
        return results;

        async Task WorkAsync(CheckDatabase database)
        {
            for (var i = Interlocked.Increment(ref next); i < items.Count; i = Interlocked.Increment(ref next)) results[i] = await check(database, items[i]);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var session in _sessions) await session.DisposeAsync();
    }
}
