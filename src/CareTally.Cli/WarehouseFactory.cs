using System.Collections.Immutable;
using CareTally.Adapters.DuckDb;
using CareTally.Core.Manifests;
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
            new DuckDbTarget
            {
                // Models that read files only can be looked at before anything has been built.
                Path = use.IsReadOnly && isMissing ? DuckDbTarget.InMemory : target.Path,
                ReadOnly = use.IsReadOnly && !isMissing && target.Path != DuckDbTarget.InMemory,
                LockWait = use.LockWait,
                Command = use.Command,
                Settings = target.Settings.ToImmutableSortedDictionary(),
                Extensions = [.. target.Extensions],
            },
            clock);
    }

    /// <summary>An empty database in memory that looks like the target's: for checks and unit tests.</summary>
    public static IWarehouse OpenInMemory(Target target, TimeProvider clock) => new DuckDbWarehouse(
        new DuckDbTarget
        {
            Path = DuckDbTarget.InMemory,
            Name = target.Database,

            // The statements are many and tiny: to share one out costs more than it saves.
            Threads = 1,
            Settings = target.Settings.ToImmutableSortedDictionary(),
            Extensions = [.. target.Extensions],
        },
        clock);

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

    /// <summary>The schemas that a project's nodes live in.</summary>
    public static IReadOnlyCollection<string> SchemasOf(Manifest manifest) =>
        manifest.Nodes.Values.Where(node => node is ModelNode or SeedNode).Select(node => ((RelationNode)node).Relation.Schema).ToHashSet(StringComparer.OrdinalIgnoreCase);
}
