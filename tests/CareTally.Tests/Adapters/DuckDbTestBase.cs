using CareTally.Adapters.DuckDb;
using CareTally.Core.Warehouses;

namespace CareTally.Tests.Adapters;

/// <summary>A temporary folder, and warehouses and sessions that are closed at the end of the test.</summary>
public abstract class DuckDbTestBase : IAsyncLifetime
{
    private readonly List<DuckDbWarehouse> _warehouses = [];
    private readonly List<IWarehouseSession> _sessions = [];

    protected string Folder { get; } = Directory.CreateTempSubdirectory("caretally").FullName;

    protected string Database => Path.Combine(Folder, "care.duckdb");

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var session in _sessions) await session.DisposeAsync();
        foreach (var warehouse in _warehouses) await warehouse.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    protected DuckDbWarehouse Warehouse(DuckDbTarget? target = null, TimeProvider? clock = null)
    {
        var warehouse = new DuckDbWarehouse(target ?? new DuckDbTarget { Path = Database }, clock ?? TimeProvider.System);
        _warehouses.Add(warehouse);
        return warehouse;
    }

    protected async Task<IWarehouseSession> SessionAsync(DuckDbWarehouse? warehouse = null)
    {
        var session = await (warehouse ?? Warehouse()).OpenSessionAsync(CancellationToken.None);
        _sessions.Add(session);
        return session;
    }

    protected Task<IWarehouseSession> MemorySessionAsync() => SessionAsync(Warehouse(new DuckDbTarget { Path = DuckDbTarget.InMemory }));

    protected string WriteFile(string name, string text)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    protected static Task<long?> RunAsync(IWarehouseSession session, string sql) => session.ExecuteAsync(sql, CancellationToken.None);

    protected static Task<QueryResult> ReadAsync(IWarehouseSession session, string sql, int? limit = null) =>
        session.QueryAsync(sql, limit, CancellationToken.None);

    protected static async Task<object?> ScalarAsync(IWarehouseSession session, string sql) => (await ReadAsync(session, sql)).Rows.Single().Single();

    protected static Task<WarehouseException> FailureAsync(IWarehouseSession session, string sql) =>
        Should.ThrowAsync<WarehouseException>(() => RunAsync(session, sql));
}
