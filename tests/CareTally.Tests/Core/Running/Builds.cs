using System.Collections.Immutable;
using CareTally.Adapters.DuckDb;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Running;
using CareTally.Core.Selecting;
using CareTally.Core.Warehouses;

namespace CareTally.Tests.CoreTests.Running;

/// <summary>A project and its database file; builds it as the command line does.</summary>
internal sealed class Builds : IAsyncDisposable
{
    private readonly DuckDbWarehouse _duckDb;

    public Builds()
    {
        _duckDb = new DuckDbWarehouse(new DuckDbTarget { Path = Project.PathOf("caretally.duckdb") }, TimeProvider.System);
        Warehouse = new FaultyWarehouse(_duckDb, this);
    }

    public SampleProject Project { get; } = new("");

    public IWarehouse Warehouse { get; }

    /// <summary>The model whose statement takes the database down.</summary>
    public string? Breaks { get; set; }

    /// <summary>Whether relations are made without rows.</summary>
    public bool IsEmptyRun { get; set; }

    public async Task<RunResults> BuildAsync(
        string? vars = null, int threads = 2, Action<RunEvent>? report = null, bool fullRefresh = false, PlanOptions? options = null, DateTimeOffset? now = null, CancellationToken cancellation = default)
    {
        var manifest = Project.Load(o => o with { Vars = vars, Flags = o.Flags with { FullRefresh = fullRefresh, Empty = IsEmptyRun }, StartedAt = now ?? o.StartedAt, InvocationId = Guid.NewGuid() });
        var schemas = manifest.Nodes.Values.OfType<RelationNode>().Select(node => node.Relation.Schema).Distinct().ToArray();
        var catalog = await Warehouse.ReadCatalogAsync(schemas, CancellationToken.None);
        var plan = Planner.Plan(manifest, Selector.Select(manifest, SelectionCriteria.All, Project.Problems), catalog, options ?? PlanOptions.Build, Project.Problems);
        return await new Runner(Warehouse, TimeProvider.System, threads).RunAsync(plan, report ?? (_ => { }), cancellation);
    }

    /// <summary>One line for each result: node, status and what there is to say.</summary>
    public static string[] Describe(RunResults results) => [.. results.Results.Select(result =>
    {
        var name = result.Node.Kind == NodeKind.Test ? $"test.{result.Node.Name.Split('.')[1]}" : result.Node.ToString();
        return result switch
        {
            NodeResult.Warned warned => $"{name} warn {warned.Failures}",
            NodeResult.TestFailed failed => $"{name} fail {failed.Failures}",
            NodeResult.Rejected => $"{name} error rejected",
            NodeResult.PartlyBuilt { Batches: { } batches } => $"{name} partly built, failed: {string.Join(" ", batches.Failed.Select(batch => batch.Id))}",
            NodeResult.Errored errored => $"{name} error {errored.Diagnostic.Message}",
            NodeResult.Skipped { BecauseOf: { } culprit } => $"{name} skipped by {culprit}",
            _ => $"{name} {result.Status}",
        };
    })];

    public async Task ExecuteAsync(string sql)
    {
        await using var session = await _duckDb.OpenSessionAsync(CancellationToken.None);
        await session.ExecuteAsync(sql, CancellationToken.None);
    }

    public async Task<object?> ScalarAsync(string sql)
    {
        await using var session = await _duckDb.OpenSessionAsync(CancellationToken.None);
        var cell = (await session.QueryAsync(sql, null, CancellationToken.None)).Rows.Single().Single();
        return cell is System.Numerics.BigInteger big ? (long)big : cell;
    }

    /// <summary>Every table and view there is.</summary>
    public async Task<string[]> RelationsAsync()
    {
        await using var session = await _duckDb.OpenSessionAsync(CancellationToken.None);
        var rows = (await session.QueryAsync("select table_name from information_schema.tables order by 1", null, CancellationToken.None)).Rows;
        return [.. rows.Select(row => (string)row[0]!)];
    }

    public async ValueTask DisposeAsync()
    {
        await _duckDb.DisposeAsync();
        Project.Dispose();
    }

    // DuckDB itself, but for one model whose statement brings on the internal error that a parameter of an unknown type gives
    // (DuckDB 1.5: typeof($a), $a::varchar).
    private sealed class FaultyWarehouse(DuckDbWarehouse inner, Builds builds) : IWarehouse
    {
        public Task<Catalog> ReadCatalogAsync(IReadOnlyCollection<string> schemas, CancellationToken cancellationToken) => inner.ReadCatalogAsync(schemas, cancellationToken);

        public Task<ImmutableArray<RelationDetails>> ReadDetailsAsync(IReadOnlyCollection<string> schemas, CancellationToken cancellationToken) => inner.ReadDetailsAsync(schemas, cancellationToken);

        public async Task<IWarehouseSession> OpenSessionAsync(CancellationToken cancellationToken) => new FaultySession((DuckDbSession)await inner.OpenSessionAsync(cancellationToken), builds);

        public Task FinishAsync(CancellationToken cancellationToken) => inner.FinishAsync(cancellationToken);

        public Task CompactAsync(CancellationToken cancellationToken) => inner.CompactAsync(cancellationToken);

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }

    private sealed class FaultySession(DuckDbSession inner, Builds builds) : IWarehouseSession
    {
        public Task<long?> ExecuteAsync(string sql, CancellationToken cancellationToken) =>
            builds.Breaks is { } name && sql.Contains($"\"{name}\" as", StringComparison.Ordinal) ? BreakAsync(cancellationToken) : inner.ExecuteAsync(sql, cancellationToken);

        public Task<QueryResult> QueryAsync(string sql, int? limit, CancellationToken cancellationToken) => inner.QueryAsync(sql, limit, cancellationToken);

        public Task<QueryResult> ExecuteAndReadAsync(string sql, CancellationToken cancellationToken) => inner.ExecuteAndReadAsync(sql, cancellationToken);

        public Task<ImmutableArray<Column>> ReadColumnsAsync(Relation relation, CancellationToken cancellationToken) => inner.ReadColumnsAsync(relation, cancellationToken);

        public Task<ImmutableArray<Column>> DescribeAsync(string query, CancellationToken cancellationToken) => inner.DescribeAsync(query, cancellationToken);

        public Task<ImmutableArray<RelationEntry>> ReadRelationsAsync(string? database, string schema, CancellationToken cancellationToken) =>
            inner.ReadRelationsAsync(database, schema, cancellationToken);

        public Task<ImmutableArray<string>> ReadSchemasAsync(string? database, CancellationToken cancellationToken) => inner.ReadSchemasAsync(database, cancellationToken);

        public ValueTask DisposeAsync() => inner.DisposeAsync();

        private Task<long?> BreakAsync(CancellationToken cancellationToken) => inner.RunAsync<long?>(
            command =>
            {
                command.CommandText = "select typeof($a), $a::varchar";
                command.Parameters.Add(new DuckDB.NET.Data.DuckDBParameter("a", "x"));
                try
                {
                    command.ExecuteScalar();
                }
                catch (DuckDB.NET.Data.DuckDBException e)
                {
                    throw DuckDbErrors.Explain(e, default);
                }

                return null;
            },
            cancellationToken);
    }
}
