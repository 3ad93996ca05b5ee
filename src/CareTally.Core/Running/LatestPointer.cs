using CareTally.Core.Manifests;
using CareTally.Core.Warehouses;

namespace CareTally.Core.Running;

/// <summary>Points the view of a model's own name to the latest of its versions.</summary>
internal static class LatestPointer
{
    /// <summary>The statements that make the view; null for a node that has none.</summary>
    public static string? StatementsFor(Node node, Catalog existing)
    {
        if (node is not ModelNode { LatestPointer: { } pointer } model) return null;
        var drop = existing.Find(pointer) is { Kind: RelationKind.Table } ? Publisher.DropIfExists(pointer, existing) : "";
        return $"{drop}create or replace view {pointer.ToSql()} as select * from {model.Relation.ToSql()}";
    }
}
