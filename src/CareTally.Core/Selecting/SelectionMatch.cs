using CareTally.Core.Manifests;

namespace CareTally.Core.Selecting;

/// <summary>What a part of a selection matches.</summary>
/// <param name="Direct">Nodes that are in.</param>
/// <param name="Indirect">Tests that come in if, in the end, all that they read is in, each by its mode.</param>
internal sealed record SelectionMatch(HashSet<NodeId> Direct, Dictionary<NodeId, IndirectSelection> Indirect)
{
    public static SelectionMatch Nothing => new([], []);

    /// <summary>What either matches.</summary>
    public static SelectionMatch Union(SelectionMatch one, SelectionMatch other)
    {
        one.Direct.UnionWith(other.Direct);

        // Where it may come in by two ways, the easier one counts.
        foreach (var (test, mode) in other.Indirect)
        {
            if (!one.Indirect.TryGetValue(test, out var known) || known == IndirectSelection.Cautious) one.Indirect[test] = mode;
        }

        return one;
    }

    /// <summary>What both match. A test may come in through either side, so what is common is judged with and without the indirect ones.</summary>
    public static SelectionMatch Intersection(SelectionMatch one, SelectionMatch other)
    {
        var direct = one.Direct.Where(other.Direct.Contains).ToHashSet();
        var indirect = new Dictionary<NodeId, IndirectSelection>();
        foreach (var test in one.Indirect.Keys.Concat(other.Indirect.Keys).Where(test => !direct.Contains(test)))
        {
            if (one.ModeOf(test) is { } mine && other.ModeOf(test) is { } others) indirect[test] = mine == IndirectSelection.Cautious ? mine : others;
        }

        return new SelectionMatch(direct, indirect);
    }

    /// <summary>What the first matches and the second does not; no test comes in later that reads what is left out.</summary>
    public static SelectionMatch Difference(SelectionMatch from, SelectionMatch without, Func<NodeId, IEnumerable<NodeId>> parents)
    {
        from.Direct.ExceptWith(without.Direct);
        foreach (var test in from.Indirect.Keys.Where(test => without.Direct.Contains(test) || parents(test).Any(without.Direct.Contains)).ToArray()) from.Indirect.Remove(test);
        return from;
    }

    // How it may come in: a test that is in already stands no condition.
    private IndirectSelection? ModeOf(NodeId test) =>
        Indirect.TryGetValue(test, out var mode) ? mode : Direct.Contains(test) ? IndirectSelection.Buildable : null;
}
