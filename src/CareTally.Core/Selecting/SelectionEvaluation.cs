using CareTally.Core.Manifests;

namespace CareTally.Core.Selecting;

/// <summary>Finds the nodes that a specification means.</summary>
internal sealed class SelectionEvaluation(SelectionInputs inputs)
{
    private readonly SelectionGraph _graph = new(inputs.Manifest);

    /// <summary>The nodes, with the tests that come along.</summary>
    public HashSet<NodeId> Select(SelectionSpec spec)
    {
        var match = Evaluate(spec);
        var selected = match.Direct;

        // A test that could not come along with a part may do so with the whole.
        var buildable = match.Indirect.ContainsValue(IndirectSelection.Buildable) ? Reachable(selected, IndirectSelection.Buildable) : [];
        var cautious = new HashSet<NodeId>(selected);
        foreach (var (test, mode) in match.Indirect)
        {
            if (HasItsParents(test, mode == IndirectSelection.Buildable ? buildable : cautious, mode)) selected.Add(test);
        }

        return selected;
    }

    private SelectionMatch Evaluate(SelectionSpec spec)
    {
        var match = spec switch
        {
            SelectionSpec.Everything => new SelectionMatch([.. inputs.Manifest.Order], []),
            SelectionSpec.Criterion criterion => Evaluate(criterion),
            SelectionSpec.Union union => union.Parts.Select(Evaluate).Aggregate(SelectionMatch.Nothing, SelectionMatch.Union),
            SelectionSpec.Intersection { Parts.IsEmpty: true } => SelectionMatch.Nothing,
            SelectionSpec.Intersection intersection => intersection.Parts.Select(Evaluate).Aggregate(SelectionMatch.Intersection),
            SelectionSpec.Difference difference => SelectionMatch.Difference(Evaluate(difference.From), Evaluate(difference.Without), _graph.ParentsOf),
            _ => throw new ArgumentOutOfRangeException(nameof(spec), spec, "an unknown specification"),
        };
        if (spec.Expected is { } text && match.Direct.Count == 0)
            inputs.Problems.ReportWithHint(SelectionProblems.MatchesNothing, spec.Span, HintFor(spec), text);
        return match;
    }

    private SelectionMatch Evaluate(SelectionSpec.Criterion criterion)
    {
        var term = criterion.Term;

        // What a selector of selectors.yml selects has its tests already, and not those that it excludes.
        if (term.Method == SelectorMethods.Named) return new SelectionMatch(WithNeighbours(term, Named(term)), []);
        var matches = SelectorMethods.All[term.Method](term, inputs);
        var matched = inputs.Manifest.Nodes.Values.Where(matches).Select(node => node.Id).ToHashSet();
        return WithTests(WithNeighbours(term, matched), criterion.Indirect);
    }

    private HashSet<NodeId> Named(SelectorTerm term) => [.. inputs.Selectors.Matching(term).SelectMany(selector => Select(selector.Definition))];

    private HashSet<NodeId> WithNeighbours(SelectorTerm term, HashSet<NodeId> nodes) =>
        term.WithChildrensParents ? _graph.WithChildrensParents(nodes) : _graph.WithNeighbours(nodes, term.Parents, term.Children);

    private SelectionMatch WithTests(HashSet<NodeId> selected, IndirectSelection mode)
    {
        if (mode == IndirectSelection.Empty) return new SelectionMatch(selected, []);
        var tests = selected.SelectMany(_graph.TestsOf).Where(test => !selected.Contains(test)).ToHashSet();
        if (mode == IndirectSelection.Eager) return new SelectionMatch([.. selected, .. tests], []);
        var reachable = Reachable(selected, mode);
        var direct = tests.Where(test => HasItsParents(test, reachable, mode)).ToHashSet();
        return new SelectionMatch([.. selected, .. direct], tests.Except(direct).ToDictionary(test => test, _ => mode));
    }

    private HashSet<NodeId> Reachable(HashSet<NodeId> selected, IndirectSelection mode) =>
        mode == IndirectSelection.Buildable ? _graph.WithNeighbours(selected, int.MaxValue, null) : [.. selected];

    private bool HasItsParents(NodeId test, HashSet<NodeId> reachable, IndirectSelection mode) =>
        _graph.ParentsOf(test).All(parent => reachable.Contains(parent) || (mode == IndirectSelection.Buildable && parent.Kind == NodeKind.Source));

    private static string? HintFor(SelectionSpec spec) =>
        spec.Criteria.Select(criterion => criterion.Term.Method).FirstOrDefault(SelectorMethods.WithoutNodes.Contains) is { } method
            ? $"tally has nothing of the kind {method} yet"
            : null;
}
