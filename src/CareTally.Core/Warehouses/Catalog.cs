using System.Collections.Immutable;

namespace CareTally.Core.Warehouses;

/// <summary>A relation that exists.</summary>
/// <param name="Relation">Its address, without database.</param>
/// <param name="Kind">Table or view.</param>
/// <param name="Columns">In order.</param>
public sealed record CatalogRelation(Relation Relation, RelationKind Kind, ImmutableArray<Column> Columns)
{
    /// <summary>The statement that makes a view; null of a table, or where it is not known.</summary>
    public string? ViewSql { get; init; }
}

/// <summary>What the warehouse held when it was looked at.</summary>
public sealed class Catalog(IEnumerable<CatalogRelation> relations)
{
    private readonly Dictionary<Relation, CatalogRelation> _relations = relations.ToDictionary(r => r.Relation);

    /// <summary>Nothing exists.</summary>
    public static readonly Catalog Empty = new([]);

    /// <summary>The functions that somebody has made, as far as they were looked for.</summary>
    public IReadOnlySet<Relation> Functions { get; private init; } = ImmutableHashSet<Relation>.Empty;

    /// <summary>The same with functions.</summary>
    public Catalog With(IEnumerable<Relation> functions) => new(_relations.Values) { Functions = functions.ToHashSet() };

    /// <summary>All of it.</summary>
    public IReadOnlyCollection<CatalogRelation> Relations => _relations.Values;

    /// <summary>The relation at an address, or null.</summary>
    public CatalogRelation? Find(Relation relation) => _relations.GetValueOrDefault(relation with { Database = null });
}
