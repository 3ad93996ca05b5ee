using System.Collections.Immutable;
using CareTally.Core.Manifests;
using CareTally.Diagnostics;

namespace CareTally.Core.Selecting;

/// <summary>Finds the nodes that a selection means: the fourth stage of the pipeline. The grammar is dbt's.</summary>
public static class Selector
{
    /// <summary>The selected nodes.</summary>
    /// <param name="manifest">The project.</param>
    /// <param name="criteria">What was asked for.</param>
    /// <param name="problems">Receives a warning for each selector that matches nothing.</param>
    /// <exception cref="DiagnosticException">A selector cannot be read.</exception>
    public static Selection Select(Manifest manifest, SelectionCriteria criteria, Problems problems)
    {
        var graph = new SelectionGraph(manifest);
        var included = criteria.Select.IsEmpty
            ? new Match([.. manifest.Order], [])
            : Union(graph, criteria.Select, criteria.Indirect, problems);
        var excluded = criteria.Exclude.IsEmpty ? Match.Nothing : Union(graph, criteria.Exclude, criteria.Indirect, problems);

        var selected = included.Direct;
        selected.ExceptWith(excluded.Direct);
        var reachable = Reachable(graph, selected, criteria.Indirect);
        foreach (var test in included.Indirect)
        {
            if (!excluded.Direct.Contains(test) && !graph.ParentsOf(test).Any(excluded.Direct.Contains) && HasItsParents(graph, test, reachable, criteria.Indirect))
                selected.Add(test);
        }

        if (!criteria.Kinds.IsEmpty) selected.RemoveWhere(id => !criteria.Kinds.Contains(id.Kind));
        return new Selection([.. selected]);
    }

    /// <param name="Direct">Nodes that are in.</param>
    /// <param name="Indirect">Tests that come in if, in the end, all that they read is in.</param>
    private sealed record Match(HashSet<NodeId> Direct, HashSet<NodeId> Indirect)
    {
        public static Match Nothing => new([], []);
    }

    private static Match Union(SelectionGraph graph, ImmutableArray<string> selectors, IndirectSelection mode, Problems problems)
    {
        var result = Match.Nothing;
        foreach (var selector in selectors.SelectMany(s => s.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))
        {
            var match = Intersection(graph, selector, mode);
            if (match.Direct.Count == 0) problems.Report(SelectionProblems.MatchesNothing, null, selector);
            result.Direct.UnionWith(match.Direct);
            result.Indirect.UnionWith(match.Indirect);
        }

        return result;
    }

    private static Match Intersection(SelectionGraph graph, string selector, IndirectSelection mode)
    {
        Match? result = null;
        foreach (var text in selector.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var match = Criterion(graph, SelectorTerm.Parse(text), mode);
            if (result is null)
            {
                result = match;
                continue;
            }

            // A test may come in through either side, so what is common is judged with and without the indirect ones.
            var common = new HashSet<NodeId>(result.Direct.Concat(result.Indirect));
            common.IntersectWith(match.Direct.Concat(match.Indirect));
            result.Direct.IntersectWith(match.Direct);
            common.ExceptWith(result.Direct);
            result = new Match(result.Direct, common);
        }

        return result ?? Match.Nothing;
    }

    private static Match Criterion(SelectionGraph graph, SelectorTerm term, IndirectSelection mode)
    {
        if (!SelectorMethods.All.TryGetValue(term.Method, out var matches))
        {
            throw new DiagnosticException(Diagnostic.Of(SelectionProblems.UnknownMethod, null, term.Text, term.Method) with
            {
                Hint = DidYouMean.Hint(term.Method, SelectorMethods.All.Keys) ?? $"methods: {string.Join(", ", SelectorMethods.All.Keys.Order(StringComparer.Ordinal))}",
            });
        }

        if (term is { Method: "package", Value: "this" }) term = term with { Value = graph.ProjectName };
        var matched = graph.Nodes.Where(node => matches(node, term)).Select(node => node.Id).ToHashSet();
        var selected = term.WithChildrensParents ? graph.WithChildrensParents(matched) : graph.WithNeighbours(matched, term.Parents, term.Children);
        return WithTests(graph, selected, mode);
    }

    private static Match WithTests(SelectionGraph graph, HashSet<NodeId> selected, IndirectSelection mode)
    {
        if (mode == IndirectSelection.Empty) return new Match(selected, []);
        var reachable = Reachable(graph, selected, mode);
        var tests = selected.SelectMany(graph.TestsOf).Where(test => !selected.Contains(test)).ToHashSet();
        var direct = mode == IndirectSelection.Eager ? tests : tests.Where(test => HasItsParents(graph, test, reachable, mode)).ToHashSet();
        return new Match([.. selected, .. direct], [.. tests.Except(direct)]);
    }

    private static HashSet<NodeId> Reachable(SelectionGraph graph, HashSet<NodeId> selected, IndirectSelection mode) =>
        mode == IndirectSelection.Buildable ? graph.WithNeighbours(selected, int.MaxValue, null) : [.. selected];

    private static bool HasItsParents(SelectionGraph graph, NodeId test, HashSet<NodeId> reachable, IndirectSelection mode) =>
        graph.ParentsOf(test).All(parent => reachable.Contains(parent) || (mode == IndirectSelection.Buildable && parent.Kind == NodeKind.Source));
}
