using System.Collections.Immutable;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Warehouses;

namespace CareTally.Core.Checking;

/// <summary>
/// Checks the names and types of a plan's SQL without data: every node becomes an empty relation in a database in memory, each after
/// those it reads. Where something is wrong all of it is said, but of what reads something wrong nothing.
/// </summary>
/// <param name="memory">An empty database in memory, with the name, the settings and the extensions of the real one.</param>
/// <param name="clock">Measures.</param>
public sealed class Checker(IWarehouse memory, TimeProvider clock)
{
    /// <summary>Says whether the warehouse has a function that somebody has made; without it any may be there.</summary>
    public Func<string, CancellationToken, Task<bool>> HasFunction { get; init; } = (_, _) => Task.FromResult(true);

    // Enough that the statements around them do not count.
    private const int TestsAtOnce = 25;

    /// <summary>Checks all nodes and tests of a plan.</summary>
    /// <param name="manifest">The project.</param>
    /// <param name="plan">What is to be checked.</param>
    /// <param name="existing">The columns of what is not made by the plan, where the warehouse has it.</param>
    /// <param name="options">What may be believed.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="WarehouseException">The database in memory cannot be opened.</exception>
    public async Task<CheckResults> RunAsync(
        Manifest manifest, Plan plan, IReadOnlyDictionary<Relation, ImmutableArray<Column>> existing, CheckOptions options, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        var scope = new CheckScope(manifest, plan);
        var errors = CheckErrors.For(manifest, plan, HasFunction);
        var work = scope.Nodes.Count(node => scope.StepOf(node) is PlanStep.OfQuery) + scope.Tests.Length;
        await using var sessions = await CheckSessions.OpenAsync(memory, work, cancellationToken);
        var database = sessions.First;
        var givens = new GivenRelations(scope, existing, errors, options, database);
        var run = new CheckRun(scope, errors, new ChangedTables(plan.Existing, errors, options));
        try
        {
            await database.CreateSchemasAsync(scope.Nodes.OfType<RelationNode>().Select(node => node is SourceNode { External: not null } source ? ExternalSourceSql.StandInOf(source) : node.Relation), cancellationToken);

            // What reads files comes first, and nothing reads any after that.
            foreach (var node in scope.Nodes.Where(node => scope.StepOf(node) is not PlanStep.OfQuery).OrderBy(node => node is SourceNode)) run.Add(await givens.MakeAsync(node, cancellationToken));
            await database.ForbidFilesAsync(cancellationToken);
            foreach (var layer in scope.Layers()) run.AddAll(await sessions.ForEachAsync(layer, (one, node) => run.CheckAsync(node, one, cancellationToken)));
            var batches = scope.Tests.Chunk(TestsAtOnce).ToArray();
            foreach (var results in await sessions.ForEachAsync(batches, (one, batch) => run.CheckAsync(batch, one, cancellationToken))) run.AddAll(results);
            return new CheckResults(run.WithColumns(await database.ReadColumnsAsync(cancellationToken)), clock.GetElapsedTime(start));
        }
        catch (WarehouseException e) when (e.Failure == WarehouseFailure.Invalidated)
        {
            // A fault of the database says nothing about the project.
            return new CheckResults(run.Abandon(e.Message), clock.GetElapsedTime(start));
        }
    }
}
