using System.Collections.Frozen;
using CareTally.Core.Manifests;
using CareTally.Core.Selecting;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Core.Planning;

/// <summary>Decides which nodes are read from an earlier state.</summary>
internal sealed class DeferredRelations
{
    /// <summary>Nothing is.</summary>
    public static readonly IReadOnlyDictionary<NodeId, Relation> None = FrozenDictionary<NodeId, Relation>.Empty;

    private readonly Manifest _manifest;
    private readonly Deferral _deferral;
    private readonly Catalog _catalog;
    private readonly HashSet<NodeId> _built;
    private readonly Dictionary<NodeId, Relation> _deferred = [];

    private DeferredRelations(Manifest manifest, Deferral deferral, Catalog catalog, HashSet<NodeId> built) =>
        (_manifest, _deferral, _catalog, _built) = (manifest, deferral, catalog, built);

    /// <summary>The relations to be read instead of the nodes' own.</summary>
    /// <param name="manifest">The project.</param>
    /// <param name="selection">What the user asked for.</param>
    /// <param name="chosen">The nodes that are compiled.</param>
    /// <param name="built">Those of them whose relations this run makes.</param>
    /// <param name="catalog">What exists.</param>
    /// <param name="deferral">The state.</param>
    /// <param name="problems">Receives a warning for each node that is nowhere.</param>
    public static IReadOnlyDictionary<NodeId, Relation> Find(
        Manifest manifest, Selection selection, IEnumerable<Node> chosen, HashSet<NodeId> built, Catalog catalog, Deferral deferral, Problems problems)
    {
        var relations = new DeferredRelations(manifest, deferral, catalog, built);
        foreach (var node in manifest.Nodes.Values.Where(Deferral.CanBeDeferred)) relations.Defer((RelationNode)node, selection.Nodes.Contains(node.Id));
        relations.WarnOfMissing(chosen, problems);
        return relations._deferred;
    }

    private void Defer(RelationNode node, bool isSelected)
    {
        if (_built.Contains(node.Id) || _deferral.RelationOf(node, _manifest.Project.Target) is not { } relation || relation == node.Relation) return;
        if ((_deferral.FavorsState && !isSelected) || !IsThere(node, node.Relation)) _deferred[node.Id] = relation;
    }

    private void WarnOfMissing(IEnumerable<Node> chosen, Problems problems)
    {
        var seen = new HashSet<NodeId>();
        foreach (var node in chosen) Visit(node);

        void Visit(Node reader)
        {
            foreach (var id in reader.DependsOn.Where(seen.Add))
            {
                var parent = _manifest.Nodes[id];
                if (parent is ModelNode { Materialization: Materialization.Ephemeral }) Visit(parent);
                else if (Deferral.CanBeDeferred(parent) && !_built.Contains(id) && !Exists((RelationNode)parent))
                {
                    problems.ReportWithHint(
                        PlanProblems.NowhereToRead, reader.Span, $"build it too, for example with +{reader.Name}", reader.Id, id, ((RelationNode)parent).Relation, _deferred.GetValueOrDefault(id)?.ToString() ?? "not at all");
                }
            }
        }
    }

    // Of another database nothing is known.
    private bool Exists(RelationNode node)
    {
        var relation = _deferred.GetValueOrDefault(node.Id, node.Relation);
        return relation.Database is not null || IsThere(node, relation);
    }

    private bool IsThere(RelationNode node, Relation relation) => node is FunctionNode ? _catalog.Functions.Contains(relation) : _catalog.Find(relation) is not null;
}
