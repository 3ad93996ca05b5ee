using CareTally.Core.Manifests;

namespace CareTally.Core.Selecting;

/// <summary>Walks the manifest's graph for the operators <c>+</c>, <c>n+</c> and <c>@</c>.</summary>
internal sealed class SelectionGraph(Manifest manifest)
{
    public string ProjectName => manifest.Project.Name;

    public IEnumerable<Node> Nodes => manifest.Nodes.Values;

    public IEnumerable<NodeId> ParentsOf(NodeId id) => manifest.Nodes[id].DependsOn;

    public IEnumerable<NodeId> TestsOf(NodeId id) => manifest.ChildrenOf(id).Where(child => child.Kind is NodeKind.Test or NodeKind.UnitTest);

    /// <summary>The nodes with so many levels of ancestors and of descendants.</summary>
    public HashSet<NodeId> WithNeighbours(HashSet<NodeId> nodes, int? parents, int? children)
    {
        var result = new HashSet<NodeId>(nodes);
        if (parents is { } up) result.UnionWith(Walk(nodes, up, ParentsOf));
        if (children is { } down) result.UnionWith(Walk(nodes, down, id => manifest.ChildrenOf(id)));
        return result;
    }

    /// <summary>The nodes, all their descendants, and all ancestors of those.</summary>
    public HashSet<NodeId> WithChildrensParents(HashSet<NodeId> nodes) =>
        WithNeighbours(WithNeighbours(nodes, null, int.MaxValue), int.MaxValue, null);

    private static HashSet<NodeId> Walk(HashSet<NodeId> start, int levels, Func<NodeId, IEnumerable<NodeId>> next)
    {
        var seen = new HashSet<NodeId>(start);
        var layer = start;
        for (var level = 0; level < levels && layer.Count > 0; level++)
        {
            layer = layer.SelectMany(next).Where(seen.Add).ToHashSet();
        }

        return seen;
    }
}
