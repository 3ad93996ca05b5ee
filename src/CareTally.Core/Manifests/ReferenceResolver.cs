using System.Collections.Immutable;
using CareTally.Diagnostics;

namespace CareTally.Core.Manifests;

/// <summary>Turns names into nodes; reports every name that means none, with everyone who needs it.</summary>
internal static class ReferenceResolver
{
    /// <summary>The enabled nodes with what they depend on.</summary>
    public static ImmutableArray<Node> Resolve(ImmutableArray<NodeDraft> drafts, string package, Problems problems)
    {
        var models = drafts.Select(draft => draft.Node).Where(node => node is ModelNode or SeedNode)
            .GroupBy(node => node.Name).ToDictionary(group => group.Key, group => group.First());
        var sources = drafts.Select(draft => draft.Node).OfType<SourceNode>().GroupBy(node => (node.SourceName, node.Name)).ToDictionary(group => group.Key, group => group.First());
        return [.. drafts.Where(draft => draft.Node.Config.IsEnabled).Select(Resolve).OfType<Node>()];

        Node? Resolve(NodeDraft draft)
        {
            var parents = new List<NodeId>(draft.Node.DependsOn);
            foreach (var call in draft.References.Refs)
            {
                if (Find(call, draft.Node) is { } parent) parents.Add(parent.Id);
                else if (draft.Node is DataTestNode && models.TryGetValue(call.Name, out var off) && !off.Config.IsEnabled) return null;
            }

            foreach (var call in draft.References.Sources)
            {
                if (FindSource(call, draft.Node) is { } parent) parents.Add(parent.Id);
                else if (draft.Node is DataTestNode && sources.TryGetValue((call.Source, call.Table), out var off) && !off.Config.IsEnabled) return null;
            }

            return draft.Node with { DependsOn = [.. parents.Distinct()] };
        }

        Node? Find(RefCall call, Node from)
        {
            if ((call.Package is null || call.Package == package) && models.TryGetValue(call.Name, out var node))
            {
                if (node.Config.IsEnabled) return node;
                if (from is not DataTestNode)
                    problems.ReportWithHint(ManifestProblems.DisabledRef, call.Span, $"it is switched off by its config 'enabled'; see {node.Path}", call.Name, from.Id);
                return null;
            }

            problems.ReportWithHint(
                ManifestProblems.UnknownRef, call.Span, DidYouMean.Hint(call.Name, models.Keys),
                call.Package is null ? call.Name : $"{call.Package}.{call.Name}", from.Id);
            return null;
        }

        SourceNode? FindSource(SourceCall call, Node from)
        {
            if (!sources.TryGetValue((call.Source, call.Table), out var source))
            {
                problems.ReportWithHint(
                    ManifestProblems.UnknownSource, call.Span,
                    DidYouMean.Hint($"{call.Source}.{call.Table}", sources.Keys.Select(key => $"{key.SourceName}.{key.Name}")), $"{call.Source}.{call.Table}", from.Id);
            }
            else if (!source.Config.IsEnabled)
            {
                if (from is not DataTestNode)
                    problems.ReportWithHint(ManifestProblems.DisabledRef, call.Span, $"it is switched off by its config 'enabled'; see {source.Path}", $"{call.Source}.{call.Table}", from.Id);
                return null;
            }

            return source;
        }
    }
}
