using System.Collections.Immutable;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Warehouses;

namespace CareTally.Core.Running;

/// <summary>A table that may hold what is purged.</summary>
/// <param name="Relation">The table.</param>
/// <param name="Columns">Its columns.</param>
/// <param name="Rules">What its node says of the people in its rows.</param>
internal sealed record PurgeTarget(Relation Relation, ImmutableArray<Column> Columns, PrivacyRules Rules);

/// <summary>Finds the tables of a project that are there. A view shows what its tables hold, and an external file is its owner's.</summary>
internal sealed class PurgeTargets(Manifest manifest, Catalog catalog)
{
    // Rows of source files that could not be read are kept in this table, in the schema of the target.
    private const string UnreadableRows = "rejected";

    /// <summary>Tables of models, seeds and snapshots, in the order they are built; what a build has left behind of one beside it.</summary>
    public ImmutableArray<PurgeTarget> OfNodes() =>
    [
        .. from id in manifest.Order
           let node = manifest.Nodes[id] as RelationNode
           where node is not null and not SourceNode && node.Relation.Database is null
           let rules = PrivacyRules.Of(node, manifest.Project)
           from relation in Relation.WorkingSuffixes.Select(node.Relation.WithSuffix).Prepend(node.Relation)
           let found = catalog.Find(relation)
           where found is { Kind: RelationKind.Table }
           select new PurgeTarget(relation, found.Columns, rules),
    ];

    /// <summary>Tables of which no column is described: rows that tests have found, and rows of files that could not be read.</summary>
    public ImmutableArray<CatalogRelation> Undescribed() =>
    [
        .. manifest.Nodes.Values.OfType<DataTestNode>().OrderBy(test => test.Id).Select(test => test.Store?.Relation)
            .Append(new Relation(null, manifest.Project.Target.Schema, UnreadableRows)).OfType<Relation>().Distinct()
            .Where(relation => !manifest.Nodes.Values.Any(node => node is RelationNode other and not SourceNode && other.Relation == relation))
            .Select(catalog.Find).OfType<CatalogRelation>().Where(found => found.Kind == RelationKind.Table),
    ];
}
