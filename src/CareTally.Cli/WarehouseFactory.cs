using CareTally.Adapters.DuckDb;
using CareTally.Core.Checking;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Projects.Targets;
using CareTally.Core.Warehouses;

namespace CareTally.Cli;

/// <summary>How a command uses the database.</summary>
internal sealed record WarehouseUse
{
    /// <summary>The command, as told to others that find the database file held.</summary>
    public required string Command { get; init; }

    /// <summary>Only reads: several such commands can run at once, and a missing file is not created.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>How long to keep trying while another process holds the file; null to give up at once.</summary>
    public TimeSpan? LockWait { get; init; }
}

/// <summary>Makes the warehouse of a target.</summary>
internal static class WarehouseFactory
{
    public static IWarehouse Open(Target target, WarehouseUse use, TimeProvider clock)
    {
        if (target.Postgres is not null)
        {
            throw new WarehouseException($"target '{target.Name}' is a PostgreSQL database, and this version runs on DuckDB only; it can parse and list such a project")
            {
                Failure = WarehouseFailure.Unavailable,
                Hint = "name a target of type duckdb with --target",
            };
        }

        var isMissing = target.Path != DuckDbTarget.InMemory && !File.Exists(target.Path);
        return new DuckDbWarehouse(
            DuckDbTarget.Of(target) with
            {
                // Models that read files only can be looked at before anything has been built.
                Path = use.IsReadOnly && isMissing ? DuckDbTarget.InMemory : target.Path,
                ReadOnly = use.IsReadOnly && !isMissing && target.Path != DuckDbTarget.InMemory,
                LockWait = use.LockWait,
                Command = use.Command,
                Attach = [.. target.Attachments.Where(other => !use.IsReadOnly || !IsToBeMade(other)).Select(other => other with { IsReadOnly = other.IsReadOnly || use.IsReadOnly })],
            },
            clock);
    }

    // A file that is not there is made by whoever may write it; a command that only reads goes without.
    private static bool IsToBeMade(DatabaseAttachment other) => !other.IsReadOnly && Path.IsPathRooted(other.Path) && !File.Exists(other.Path);

    /// <summary>Where a project on this target is checked.</summary>
    public static CheckPlaces PlacesOf(Target target, IWarehouse warehouse, TimeProvider clock, Messages messages) =>
        new(warehouse, () => new DuckDbWarehouse(DuckDbTarget.InMemoryOf(target), clock), clock) { Note = messages.Note };

    /// <summary>As <see cref="Open"/>; where the file is held and the user wants to wait, says so first.</summary>
    public static async Task<IWarehouse> OpenAsync(Target target, WarehouseUse use, TimeProvider clock, Messages messages, CancellationToken cancellationToken)
    {
        if (use.LockWait is null || !File.Exists(target.Path)) return Open(target, use, clock);
        var warehouse = Open(target, use with { LockWait = null }, clock);
        try
        {
            await (await warehouse.OpenSessionAsync(cancellationToken)).DisposeAsync();
            return warehouse;
        }
        catch (WarehouseException e) when (e.Failure == WarehouseFailure.Locked)
        {
            await warehouse.DisposeAsync();
            messages.Note($"Waiting: {e.Message}");
            return Open(target, use, clock);
        }
        catch
        {
            await warehouse.DisposeAsync();
            throw;
        }
    }

    /// <summary>What the warehouse holds of a project and of a state that is deferred to; only for that it is asked for functions.</summary>
    public static async Task<Catalog> ReadCatalogAsync(IWarehouse warehouse, Manifest manifest, Deferral? deferral, CancellationToken cancellationToken)
    {
        var schemas = SchemasOf(manifest, deferral);
        var catalog = await warehouse.ReadCatalogAsync(schemas, cancellationToken);
        return deferral is null || !manifest.Nodes.Values.Any(node => node is FunctionNode) ? catalog : catalog.With(await ExistingFunctions.ReadAsync(warehouse, schemas, cancellationToken));
    }

    /// <summary>The schemas that a project's nodes live in, that of the target, in which purges are recorded, and those of a state that is deferred to.</summary>
    private static HashSet<string> SchemasOf(Manifest manifest, Deferral? deferral) =>
        manifest.Schemas.Append(manifest.Project.Target.Schema).Concat(deferral?.SchemasOf(manifest) ?? []).ToHashSet(StringComparer.OrdinalIgnoreCase);
}
