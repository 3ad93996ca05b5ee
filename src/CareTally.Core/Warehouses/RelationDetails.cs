using System.Collections.Immutable;

namespace CareTally.Core.Warehouses;

/// <summary>A relation that exists, with what is said of it.</summary>
/// <param name="Relation">Its address, without database where that is the target's own.</param>
/// <param name="Kind">Table or view.</param>
/// <param name="Comment">What the database has been told of it, or null.</param>
/// <param name="Owner">Whose it is; null where the database knows no owners.</param>
/// <param name="Rows">About how many it holds; null for a view.</param>
/// <param name="Columns">In order.</param>
public sealed record RelationDetails(Relation Relation, RelationKind Kind, string? Comment, string? Owner, long? Rows, ImmutableArray<ColumnDetails> Columns);

/// <summary>A column, with what is said of it.</summary>
/// <param name="Name">As the database spells it.</param>
/// <param name="DataType">The database's own name of the type.</param>
/// <param name="Comment">What the database has been told of it, or null.</param>
public sealed record ColumnDetails(string Name, string DataType, string? Comment);
