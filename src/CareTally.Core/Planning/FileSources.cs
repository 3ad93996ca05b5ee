using CareTally.Core.Manifests;

namespace CareTally.Core.Planning;

/// <summary>Finds the sources in files that the SQL of a node reads: its own, and those of the ephemeral models that are put into it.</summary>
internal static class FileSources
{
    public static IEnumerable<SourceNode> ReadBy(Node node, Manifest manifest) => AllRead(node, manifest, []).OfType<SourceNode>().Where(source => source.External is not null);

    private static IEnumerable<Node> AllRead(Node node, Manifest manifest, HashSet<NodeId> seen) => node.DependsOn.Where(seen.Add).Select(id => manifest.Nodes[id]).SelectMany(parent =>
        parent is ModelNode { Materialization: Materialization.Ephemeral } ? AllRead(parent, manifest, seen) : [parent]);
}
