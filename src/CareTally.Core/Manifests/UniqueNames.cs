using System.Collections.Immutable;
using CareTally.Diagnostics;

namespace CareTally.Core.Manifests;

/// <summary>Two nodes must not answer to one name, nor be built as one relation.</summary>
internal static class UniqueNames
{
    public static void Check(IEnumerable<Node> nodes, Problems problems)
    {
        var seen = new Dictionary<(bool IsSource, string Name), Node>();
        foreach (var node in nodes)
        {
            var name = node is SourceNode source ? $"{source.SourceName}.{source.Name}" : node.Name;
            if (!seen.TryAdd((node is SourceNode, name), node))
                problems.Report(ManifestProblems.DuplicateName, node.Span, NodeId.Word(node.Id.Kind), name, seen[(node is SourceNode, name)].Span);
        }
    }

    public static void CheckRelations(ImmutableArray<Node> nodes, Problems problems)
    {
        var built = nodes.OfType<RelationNode>().Where(node => node is SeedNode or ModelNode { Materialization: not Materialization.Ephemeral });
        foreach (var group in built.GroupBy(node => node.Relation).Where(group => group.Count() > 1))
        {
            var pair = group.Take(2).ToArray();
            problems.ReportWithHint(
                ManifestProblems.SameRelation, pair[1].Span, "give one of them another alias or schema", pair[0].Id, pair[1].Id, group.Key);
        }
    }
}
