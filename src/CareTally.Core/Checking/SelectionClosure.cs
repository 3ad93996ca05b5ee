using CareTally.Core.Manifests;
using CareTally.Core.Selecting;

namespace CareTally.Core.Checking;

/// <summary>Selections with all that they need.</summary>
public static class SelectionClosure
{
    /// <summary>The nodes and all their ancestors; of a source that is a table which a seed loads, that seed too.</summary>
    public static Selection WithAncestors(Manifest manifest, Selection selection)
    {
        var all = selection.Nodes.ToBuilder();
        var open = new Stack<NodeId>(selection.Nodes);
        var seeds = manifest.Nodes.Values.OfType<SeedNode>().ToLookup(seed => seed.Relation, seed => seed.Id);
        while (open.TryPop(out var id))
        {
            var loaded = manifest.Nodes[id] is SourceNode { External: null } source ? seeds[source.Relation] : [];
            foreach (var parent in manifest.Nodes[id].DependsOn.Concat(loaded))
            {
                if (all.Add(parent)) open.Push(parent);
            }
        }

        return new Selection(all.ToImmutable());
    }
}
