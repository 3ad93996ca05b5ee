namespace CareTally.Core.Warehouses;

/// <summary>A table or view that exists.</summary>
/// <param name="Relation">Its address, with its database.</param>
/// <param name="Kind">Table or view.</param>
public sealed record RelationEntry(Relation Relation, RelationKind Kind);
