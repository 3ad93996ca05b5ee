using System.Collections.Immutable;
using CareTally.Core.Projects;
using CareTally.Diagnostics;

namespace CareTally.Core.Manifests;

/// <summary>Turns names into nodes; reports every name that means none, with everyone who needs it.</summary>
internal sealed class ReferenceResolver
{
    private readonly NodeLookup _enabled;
    private readonly NodeLookup _disabled;
    private readonly IReadOnlySet<string> _broken;
    private readonly Problems _problems;
    private readonly ReferenceRules _rules;

    private ReferenceResolver(ImmutableArray<NodeDraft> drafts, Project project, IReadOnlySet<string> broken, Problems problems)
    {
        var nodes = drafts.Select(draft => draft.Node).ToLookup(node => node.Config.IsEnabled);
        (_enabled, _disabled) = (new NodeLookup(nodes[true], project.Name), new NodeLookup(nodes[false], project.Name));
        (_broken, _problems) = (broken, problems);
        _rules = new ReferenceRules(project, drafts, problems);
        _rules.WarnOfDeprecated(nodes[true]);
    }

    /// <summary>The enabled nodes with what they depend on.</summary>
    /// <param name="drafts">All nodes.</param>
    /// <param name="project">The project.</param>
    /// <param name="broken">Models and functions that exist, though their files cannot be understood.</param>
    /// <param name="problems">Where to complain.</param>
    public static ImmutableArray<Node> Resolve(ImmutableArray<NodeDraft> drafts, Project project, IReadOnlySet<string> broken, Problems problems)
    {
        var resolver = new ReferenceResolver(drafts, project, broken, problems);
        return [.. drafts.Where(draft => draft.Node.Config.IsEnabled).Select(resolver.Resolve).OfType<Node>()];
    }

    // Null for a test of what is switched off: it is switched off with it.
    private Node? Resolve(NodeDraft draft)
    {
        if (draft.References.IsAlone) return draft.Node;
        var (node, parents) = (draft.Node, new List<NodeId>(draft.Node.DependsOn));
        foreach (var call in draft.References.Refs)
        {
            var disabled = _disabled.FindRef(node.Package, call.Package, call.Name, call.Version);
            var found = _enabled.FindRef(node.Package, call.Package, call.Name, call.Version);
            if (!Add(found, disabled, ("model, seed or snapshot", call.Shown, call.Span))) return null;
            if (found is [var target]) _rules.Check(node, target, call.Span);
            if (found.IsEmpty && disabled.IsEmpty && !_broken.Contains(call.Name)) ReportUnknown(call, node);
        }

        foreach (var call in draft.References.Sources)
        {
            var name = $"{call.Source}.{call.Table}";
            var disabled = _disabled.FindSource(node.Package, call.Source, call.Table);
            var found = _enabled.FindSource(node.Package, call.Source, call.Table);
            if (!Add(found, disabled, ("source", name, call.Span))) return null;
            if (found.IsEmpty && disabled.IsEmpty)
                _problems.ReportWithHint(ManifestProblems.UnknownSource, call.Span, DidYouMean.Hint(name, _enabled.SourceNames.Concat(_disabled.SourceNames)), name, node.Id);
        }

        foreach (var call in draft.References.Functions)
        {
            var disabled = _disabled.FindFunction(node.Package, call.Package, call.Name);
            var found = _enabled.FindFunction(node.Package, call.Package, call.Name);
            if (!Add(found, disabled, ("function", call.Shown, call.Span))) return null;
            if (found.IsEmpty && disabled.IsEmpty && !_broken.Contains(call.Name))
                _problems.ReportWithHint(ManifestProblems.UnknownFunction, call.Span, DidYouMean.Hint(call.Name, _enabled.FunctionNames.Concat(_disabled.FunctionNames)), call.Shown, node.Id);
        }

        return node with { DependsOn = [.. parents.Distinct()] };

        bool Add<T>(ImmutableArray<T> found, ImmutableArray<T> disabled, (string What, string Name, SourceSpan Span) use) where T : Node
        {
            if (found.Length > 1)
            {
                _problems.ReportWithHint(
                    ManifestProblems.AmbiguousName, use.Span, $"name the package: {(use.What == "function" ? use.What : "ref")}('{found[0].Package}', '{found[0].Name}')",
                    use.What, use.Name, string.Join(", ", found.Select(one => one.Package)), node.Id);
            }
            else if (found.Length == 1) parents.Add(found[0].Id);
            else if (disabled.Length > 0 && node is DataTestNode) return false;
            else if (disabled.Length > 0)
                _problems.ReportWithHint(ManifestProblems.DisabledRef, use.Span, $"it is switched off by its config 'enabled'; see {disabled[0].Span.Source.Path}", use.Name, node.Id);

            return true;
        }
    }

    private void ReportUnknown(RefCall call, Node node)
    {
        var versions = call.Version is null ? [] : _enabled.VersionsOf(call.Name);
        if (versions.IsEmpty)
        {
            _problems.ReportWithHint(ManifestProblems.UnknownRef, call.Span, HintFor(call), call.Shown, node.Id);
            return;
        }

        var known = string.Join(", ", versions.Select(one => one.IsLatestVersion ? $"{one.Version!.Text} (the latest)" : one.Version!.Text));
        _problems.ReportWithHint(ManifestProblems.UnknownVersion, call.Span, $"versions: {known}", call.Name, call.Version, node.Id);
    }

    private string? HintFor(RefCall call) => DidYouMean.Hint(call.Name, _enabled.RefNames.Concat(_disabled.RefNames).Concat(_broken).Distinct());
}
