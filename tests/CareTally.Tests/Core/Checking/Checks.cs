using CareTally.Adapters.DuckDb;
using CareTally.Core.Checking;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;

namespace CareTally.Tests.CoreTests.Checking;

/// <summary>A project, checked in memory; its database is a file in its folder.</summary>
internal sealed class Checks : IAsyncDisposable
{
    private readonly DuckDbWarehouse _warehouse;

    public Checks(string files, string projectFile = "name: shop\n")
    {
        Project = new SampleProject(files, projectFile);
        _warehouse = new DuckDbWarehouse(new DuckDbTarget { Path = Project.PathOf("caretally.duckdb") }, TimeProvider.System);
    }

    public SampleProject Project { get; }

    public async Task<CheckResults> RunAsync(CheckOptions options, string? select = null)
    {
        var plan = Project.Plan(options.TrustsDeclarations ? PlanOptions.Check : PlanOptions.Build, select);
        var manifest = Project.Load();
        var existing = await ExistingColumns.ReadAsync(manifest, plan, _warehouse, CancellationToken.None);
        await using var memory = new DuckDbWarehouse(new DuckDbTarget { Path = DuckDbTarget.InMemory, Name = manifest.Project.Target.Database }, TimeProvider.System);
        return await new Checker(memory, TimeProvider.System) { HasFunction = (name, _) => Task.FromResult(name == "made_by_hand") }.RunAsync(manifest, plan, existing, options, CancellationToken.None);
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var session = await _warehouse.OpenSessionAsync(CancellationToken.None);
        await session.ExecuteAsync(sql, CancellationToken.None);
    }

    /// <summary>A line for each node that is not sound.</summary>
    public static string[] Describe(CheckResults results) => [.. results.Results.Where(result => result is not CheckResult.Sound).Select(result => result switch
    {
        CheckResult.Failed failed => $"{Name(result)} {failed.Diagnostic.Span}: {failed.Diagnostic.Message.Split('\n')[0]}{(failed.Diagnostic.Hint is { } hint ? $" ({hint})" : "")}",
        CheckResult.NotCheckable { Because: { } because } => $"{Name(result)} not checkable because of {because}",
        CheckResult.NotCheckable not => $"{Name(result)} not checkable: {not.Reason}",
        CheckResult.Skipped skipped => $"{Name(result)} skipped because of {skipped.BecauseOf}",
        _ => throw new InvalidOperationException(),
    })];

    /// <summary>The columns of a model, for example <c>id BIGINT, name VARCHAR</c>.</summary>
    public static string ColumnsOf(CheckResults results, string model) =>
        string.Join(", ", results.ColumnsOf(new NodeId(NodeKind.Model, $"shop.{model}"))!.Value.Select(column => $"{column.Name} {column.DataType}"));

    public async ValueTask DisposeAsync()
    {
        await _warehouse.DisposeAsync();
        Project.Dispose();
    }

    private static string Name(CheckResult result) => result.Node is DataTestNode test ? test.Alias : result.Node.Name;
}
