using System.Collections.Immutable;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Projects.Targets;
using CareTally.Core.Selecting;
using CareTally.Core.Warehouses;

namespace CareTally.Core.Checking;

/// <summary>Checks names and types without data, in a database in memory.</summary>
public static class ProjectCheck
{
    /// <summary>
    /// The check before a run: what the plan does not make is known from the warehouse. Null where no database in memory can be had that
    /// looks like the warehouse; the run itself then says what is wrong.
    /// </summary>
    /// <param name="manifest">The project.</param>
    /// <param name="plan">What is to be run.</param>
    /// <param name="places">Where it is checked.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="WarehouseException">The warehouse cannot be opened or read.</exception>
    public static async Task<CheckResults?> BeforeRunAsync(Manifest manifest, Plan plan, CheckPlaces places, CancellationToken cancellationToken)
    {
        if (plan.Steps.IsEmpty) return null;
        var existing = await ExistingColumns.ReadAsync(manifest, plan, places.Warehouse, cancellationToken);
        try
        {
            return await RunAsync(manifest, plan, existing, CheckOptions.BeforeRun, places, cancellationToken);
        }
        catch (WarehouseException)
        {
            return null;
        }
    }

    /// <summary>What the warehouse holds of what is changed in place, for a check on its own; nothing where it cannot be looked at.</summary>
    public static async Task<Catalog> ReadCatalogAsync(Manifest manifest, Selection selection, IWarehouse warehouse, CancellationToken cancellationToken)
    {
        if (!selection.Nodes.Any(id => manifest.Nodes[id] is SnapshotNode or ModelNode { Materialization: Materialization.Incremental })) return Catalog.Empty;
        try
        {
            return await warehouse.ReadCatalogAsync(manifest.Schemas, cancellationToken);
        }
        catch (WarehouseException)
        {
            return Catalog.Empty;
        }
    }

    /// <summary>The check on its own. The warehouse is only looked at where sources need it; where that is impossible, their declarations have to do.</summary>
    /// <param name="manifest">The project.</param>
    /// <param name="plan">What is checked, made with <see cref="PlanOptions.Check"/>.</param>
    /// <param name="places">Where.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="WarehouseException">The database in memory cannot be opened.</exception>
    public static async Task<CheckResults> AloneAsync(Manifest manifest, Plan plan, CheckPlaces places, CancellationToken cancellationToken)
    {
        var existing = await TryReadAsync(manifest, plan, places, cancellationToken);
        return await RunAsync(manifest, plan, existing, CheckOptions.Alone, places, cancellationToken);
    }

    private static async Task<CheckResults> RunAsync(
        Manifest manifest, Plan plan, IReadOnlyDictionary<Relation, ImmutableArray<Column>> existing, CheckOptions options, CheckPlaces places, CancellationToken cancellationToken)
    {
        await using var memory = places.OpenMemory();
        var checker = new Checker(memory, places.Clock) { HasFunction = (name, stop) => HasFunctionAsync(manifest.Project.Target, places.Warehouse, name, stop) };
        return await checker.RunAsync(manifest, plan, existing, options, cancellationToken);
    }

    private static async Task<IReadOnlyDictionary<Relation, ImmutableArray<Column>>> TryReadAsync(
        Manifest manifest, Plan plan, CheckPlaces places, CancellationToken cancellationToken)
    {
        try
        {
            return await ExistingColumns.ReadAsync(manifest, plan, places.Warehouse, cancellationToken);
        }
        catch (WarehouseException e)
        {
            places.Note($"The columns of sources are taken from their declarations: {e.Message}");
            return ImmutableDictionary<Relation, ImmutableArray<Column>>.Empty;
        }
    }

    // Looking must not create the file. What cannot be looked at may have everything.
    private static async Task<bool> HasFunctionAsync(Target target, IWarehouse warehouse, string name, CancellationToken cancellationToken)
    {
        if (!File.Exists(target.Path)) return false;
        try
        {
            await using var session = await warehouse.OpenSessionAsync(cancellationToken);
            var found = await session.QueryAsync($"select 1 from duckdb_functions() where not internal and lower(function_name) = lower({SqlText.Literal(name)})", 1, cancellationToken);
            return !found.Rows.IsEmpty;
        }
        catch (WarehouseException)
        {
            return true;
        }
    }
}
