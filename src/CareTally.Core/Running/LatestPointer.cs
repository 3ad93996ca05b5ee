using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Core.Running;

/// <summary>Points the view of a model's own name to the latest of its versions.</summary>
internal static class LatestPointer
{
    /// <summary>Makes the view, in the transaction that publishes what it points to; nothing for other nodes.</summary>
    /// <exception cref="DiagnosticException">The database refuses it.</exception>
    public static async Task MakeAsync(Node node, Catalog existing, IWarehouseSession session, CancellationToken cancellationToken)
    {
        if (node is not ModelNode { LatestPointer: { } pointer } model) return;
        var drop = existing.Find(pointer) is { Kind: RelationKind.Table } ? $"drop table if exists {pointer.ToSql()};\n" : "";
        var sql = $"{drop}create or replace view {pointer.ToSql()} as select * from {model.Relation.ToSql()}";
        try
        {
            await session.ExecuteAsync(sql, cancellationToken);
        }
        catch (WarehouseException e) when (e.Failure != WarehouseFailure.Invalidated)
        {
            throw new DiagnosticException(SqlDiagnostics.For(e, CompiledSql.Of(sql), model.Span), e);
        }
    }
}
