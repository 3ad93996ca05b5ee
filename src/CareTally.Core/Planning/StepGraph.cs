using CareTally.Core.Manifests;

namespace CareTally.Core.Planning;

/// <summary>
/// Says which steps a node must wait for, and which node a test gates. Waiting passes through nodes that are not run: of a -> b -> c
/// with only a and c selected, c waits for a.
/// </summary>
internal sealed class StepGraph
{
    private static readonly HashSet<NodeId> None = [];

    private readonly Manifest _manifest;
    private readonly HashSet<NodeId> _built;
    private readonly Dictionary<NodeId, HashSet<NodeId>> _nearest = [];

    /// <param name="manifest">The project.</param>
    /// <param name="built">Nodes that become steps of their own.</param>
    public StepGraph(Manifest manifest, HashSet<NodeId> built)
    {
        (_manifest, _built) = (manifest, built);
        foreach (var id in manifest.Order)
        {
            if (id.Kind != NodeKind.Test) _nearest[id] = built.Contains(id) ? [id] : WaitsFor(manifest.Nodes[id]);
        }
    }

    /// <summary>The steps that must have succeeded before a node is run.</summary>
    public HashSet<NodeId> WaitsFor(Node node) => node.DependsOn.Length switch
    {
        0 => None,
        1 => _nearest[node.DependsOn[0]],
        _ => [.. node.DependsOn.SelectMany(parent => _nearest[parent])],
    };

    /// <summary>
    /// The node that a test gates, or null: one of its parents that is built, where all others are its ancestors, sources or not built.
    /// </summary>
    public NodeId? GatedBy(DataTestNode test)
    {
        var built = test.DependsOn.Where(_built.Contains).ToArray();
        return built switch
        {
            [] => null,
            [var only] => only,
            _ => built.Select(id => (NodeId?)id).FirstOrDefault(id => built.All(other => other == id || IsAncestor(other, id!.Value))),
        };
    }

    private bool IsAncestor(NodeId ancestor, NodeId node)
    {
        var seen = new HashSet<NodeId>();
        var open = new Stack<NodeId>([node]);
        while (open.TryPop(out var id))
        {
            foreach (var parent in _manifest.Nodes[id].DependsOn)
            {
                if (parent == ancestor) return true;
                if (seen.Add(parent)) open.Push(parent);
            }
        }

        return false;
    }
}
