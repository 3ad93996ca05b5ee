using System.Collections.Immutable;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Warehouses;

namespace CareTally.Core.Checking;

/// <summary>The columns, as the warehouse has them, of what a plan reads and does not make.</summary>
public static class ExistingColumns
{
    /// <summary>Reads them.</summary>
    /// <exception cref="WarehouseException">The database cannot be opened or read.</exception>
    public static async Task<IReadOnlyDictionary<Relation, ImmutableArray<Column>>> ReadAsync(Manifest manifest, Plan plan, IWarehouse warehouse, CancellationToken cancellationToken)
    {
        var found = new Dictionary<Relation, ImmutableArray<Column>>();
        var wanted = Wanted(manifest, plan);
        if (wanted.Length == 0) return found;
        var catalog = await warehouse.ReadCatalogAsync([.. wanted.Where(relation => relation.Database is null).Select(relation => relation.Schema).Distinct()], cancellationToken);
        foreach (var relation in wanted.Where(relation => relation.Database is null))
        {
            if (catalog.Find(relation) is { Columns.IsEmpty: false } known) found[relation] = known.Columns;
        }

        var elsewhere = wanted.Where(relation => relation.Database is not null).ToArray();
        if (elsewhere.Length == 0) return found;
        await using var session = await warehouse.OpenSessionAsync(cancellationToken);
        foreach (var relation in elsewhere)
        {
            if (await session.ReadColumnsAsync(relation, cancellationToken) is { IsEmpty: false } columns) found[relation] = columns;
        }

        return found;
    }

    private static Relation[] Wanted(Manifest manifest, Plan plan)
    {
        var scope = new CheckScope(manifest, plan);
        return [.. scope.Nodes.Where(node => !scope.Makes(node) && node is RelationNode and not (SourceNode { External: not null } or FunctionNode)).Select(node => ((RelationNode)node).Relation).Distinct()];
    }
}
