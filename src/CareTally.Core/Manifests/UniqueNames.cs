using System.Collections.Immutable;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Core.Manifests;

/// <summary>Two nodes must not answer to one name, nor be built as one relation.</summary>
internal static class UniqueNames
{
    public static void Check(IEnumerable<Node> nodes, Problems problems)
    {
        var seen = new Dictionary<(NodeKind? Kind, string Package, string Name), Node>();
        foreach (var node in nodes)
        {
            var name = node switch
            {
                SourceNode source => $"{source.SourceName}.{source.Name}",
                ModelNode { IsLatestVersion: false } version => version.NameWithVersion,
                _ => node.Name,
            };

            // Models, seeds and snapshots share the names that ref() looks up.
            NodeKind? kind = node is ModelNode or SeedNode or SnapshotNode ? null : node.Id.Kind;
            if (!seen.TryAdd((kind, node.Package, name), node))
                problems.Report(ManifestProblems.DuplicateName, node.Span, NodeId.Word(node.Id.Kind), name, seen[(kind, node.Package, name)].Span);
        }
    }

    public static void CheckRelations(ImmutableArray<Node> nodes, Problems problems)
    {
        var built = nodes.OfType<RelationNode>().Where(node => node is SeedNode or SnapshotNode or ModelNode { Materialization: not Materialization.Ephemeral }).ToArray();
        CheckAddresses(built, problems);

        // Tables and functions have namespaces of their own in the database.
        CheckAddresses(nodes.OfType<FunctionNode>(), problems);
        foreach (var model in built.OfType<ModelNode>())
        {
            if (model.LatestPointer is { } pointer && Array.Find(built, node => node.Relation.Equals(pointer)) is { } other)
                problems.ReportWithHint(ManifestProblems.SameRelation, other.Span, "give it another alias, or the pointer with  latest_version_pointer: {alias: ...}", $"the pointer to {model.Id}", other.Id, pointer);
        }

        CheckWorkingNames(built, nodes, problems);
    }

    private static void CheckAddresses(IEnumerable<RelationNode> built, Problems problems)
    {
        foreach (var group in built.GroupBy(node => node.Relation).Where(group => group.Count() > 1))
        {
            var pair = group.Take(2).ToArray();
            problems.ReportWithHint(
                ManifestProblems.SameRelation, pair[1].Span, "give one of them another alias or schema", pair[0].Id, pair[1].Id, group.Key);
        }
    }

    // Under these names a build keeps what it has not published; whatever stands there is dropped.
    private static void CheckWorkingNames(RelationNode[] built, ImmutableArray<Node> nodes, Problems problems)
    {
        var working = new Dictionary<Relation, RelationNode>();
        foreach (var node in built.Where(node => node is not SnapshotNode))
        {
            foreach (var suffix in Relation.WorkingSuffixes) working.TryAdd(node.Relation.WithSuffix(suffix), node);
        }

        foreach (var node in nodes.OfType<RelationNode>().Where(node => node is SourceNode { External: null } or SeedNode or SnapshotNode or ModelNode { Materialization: not Materialization.Ephemeral }))
        {
            if (working.TryGetValue(node.Relation, out var owner))
                problems.ReportWithHint(ManifestProblems.WorkingName, node.Span, "give one of them another name, alias or schema", node.Id, node.Relation, owner.Id);
        }
    }
}
