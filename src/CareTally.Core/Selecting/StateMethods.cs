using CareTally.Core.Manifests;
using CareTally.Core.State;

namespace CareTally.Core.Selecting;

/// <summary>The methods that look at what an earlier run left behind.</summary>
internal static class StateMethods
{
    private static readonly string[] SourceStatuses = ["fresher"];

    public static Func<Node, bool> State(SelectorTerm term, SelectionInputs inputs)
    {
        if (!StateComparison.Words.Contains(term.Value)) throw term.BadValue(StateComparison.Words);
        return node => inputs.Comparison.Holds(term.Value, node);
    }

    public static Func<Node, bool> Result(SelectorTerm term, SelectionInputs inputs)
    {
        if (!PreviousResults.Statuses.Contains(term.Value)) throw term.BadValue(PreviousResults.Statuses);
        var found = inputs.Results.Results.Where(result => result.Status == term.Value).Select(result => result.Node).ToHashSet(StringComparer.Ordinal);
        return node => found.Contains(node.Id.ToString());
    }

    public static Func<Node, bool> SourceStatus(SelectorTerm term, SelectionInputs inputs)
    {
        if (!SourceStatuses.Contains(term.Value)) throw term.BadValue(SourceStatuses);
        var fresher = inputs.FresherSources;
        return node => node is SourceNode && fresher.Contains(node.Id.ToString());
    }
}
