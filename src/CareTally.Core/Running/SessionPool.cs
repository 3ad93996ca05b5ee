using CareTally.Core.Warehouses;

namespace CareTally.Core.Running;

/// <summary>
/// Lends sessions to steps. After an internal error of the database every open session is dead; the database can be opened again once
/// all of them are closed, so a broken session makes the pool close the idle ones and wait for those that are out.
/// </summary>
internal sealed class SessionPool(IWarehouse warehouse) : IAsyncDisposable
{
    private readonly SemaphoreSlim _lock = new(1);
    private readonly Stack<IWarehouseSession> _idle = new();
    private TaskCompletionSource? _recovered;
    private int _lent;

    /// <exception cref="WarehouseException">The database cannot be opened.</exception>
    public async Task<Lease> RentAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task? recovering;
            await _lock.WaitAsync(cancellationToken);
            try
            {
                recovering = _recovered?.Task;
                if (recovering is null)
                {
                    var session = _idle.TryPop(out var idle) ? idle : await warehouse.OpenSessionAsync(cancellationToken);
                    _lent++;
                    return new Lease(this, session);
                }
            }
            finally
            {
                _lock.Release();
            }

            await recovering.WaitAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        while (_idle.TryPop(out var session)) await session.DisposeAsync();
        _lock.Dispose();
    }

    private async Task ReturnAsync(IWarehouseSession session, bool isBroken)
    {
        await _lock.WaitAsync();
        try
        {
            _lent--;
            if (isBroken) _recovered ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (_recovered is null)
            {
                _idle.Push(session);
                return;
            }

            await session.DisposeAsync();
            while (_idle.TryPop(out var idle)) await idle.DisposeAsync();
            if (_lent > 0) return;
            _recovered.SetResult();
            _recovered = null;
        }
        finally
        {
            _lock.Release();
        }
    }

    /// <summary>A session on loan, returned when disposed.</summary>
    internal sealed class Lease(SessionPool pool, IWarehouseSession session) : IAsyncDisposable
    {
        public IWarehouseSession Session { get; } = session;

        /// <summary>Whether it must not be used again.</summary>
        public bool IsBroken { get; set; }

        public async ValueTask DisposeAsync() => await pool.ReturnAsync(Session, IsBroken);
    }
}
