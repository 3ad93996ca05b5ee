using System.Collections.Immutable;
using CareTally.Core.Checking;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Projects.Targets;
using CareTally.Core.Selecting;
using CareTally.Core.Warehouses;

namespace CareTally.Cli;

/// <summary>Checks names and types without data, in a database in memory.</summary>
internal static class ProjectCheck
{
    /// <summary>
    /// The check before a run: what the plan does not make is known from the warehouse. Null where no database in memory can be had that
    /// looks like the warehouse; the run itself then says what is wrong.
    /// </summary>
    public static async Task<CheckResults?> BeforeRunAsync(Manifest manifest, Plan plan, IWarehouse warehouse, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (plan.Steps.IsEmpty) return null;
        var existing = await ExistingColumns.ReadAsync(manifest, plan, warehouse, cancellationToken);
        await using var memory = WarehouseFactory.OpenInMemory(manifest.Project.Target, clock);
        try
        {
            return await new Checker(memory, clock) { HasFunction = (name, stop) => HasFunctionAsync(manifest.Project.Target, warehouse, name, stop) }.RunAsync(manifest, plan, existing, CheckOptions.BeforeRun, cancellationToken);
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
            return await warehouse.ReadCatalogAsync(WarehouseFactory.SchemasOf(manifest, null), cancellationToken);
        }
        catch (WarehouseException)
        {
            return Catalog.Empty;
        }
    }

    /// <summary>The check on its own. The warehouse is only looked at where sources need it; where that is impossible, their declarations have to do.</summary>
    public static async Task<CheckResults> AloneAsync(Manifest manifest, Plan plan, IWarehouse warehouse, TimeProvider clock, Messages messages, CancellationToken cancellationToken)
    {
        var existing = await TryReadAsync(manifest, plan, warehouse, messages, cancellationToken);
        await using var memory = WarehouseFactory.OpenInMemory(manifest.Project.Target, clock);
        return await new Checker(memory, clock) { HasFunction = (name, stop) => HasFunctionAsync(manifest.Project.Target, warehouse, name, stop) }.RunAsync(manifest, plan, existing, CheckOptions.Alone, cancellationToken);
    }

    private static async Task<IReadOnlyDictionary<Relation, ImmutableArray<Column>>> TryReadAsync(
        Manifest manifest, Plan plan, IWarehouse warehouse, Messages messages, CancellationToken cancellationToken)
    {
        try
        {
            return await ExistingColumns.ReadAsync(manifest, plan, warehouse, cancellationToken);
        }
        catch (WarehouseException e)
        {
            messages.Note($"The columns of sources are taken from their declarations: {e.Message}");
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
