using CareTally.Core.Manifests;
using CareTally.Core.Selecting;

namespace CareTally.Core.Checking;

/// <summary>Selections with all that they need.</summary>
public static class SelectionClosure
{
    /// <summary>The nodes and all their ancestors.</summary>
    public static Selection WithAncestors(Manifest manifest, Selection selection)
    {
        var all = selection.Nodes.ToBuilder();
        var open = new Stack<NodeId>(selection.Nodes);
        while (open.TryPop(out var id))
        {
            foreach (var parent in manifest.Nodes[id].DependsOn)
            {
                if (all.Add(parent)) open.Push(parent);
            }
        }

        return new Selection(all.ToImmutable());
    }
}
