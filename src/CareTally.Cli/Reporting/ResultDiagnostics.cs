using System.Collections.Frozen;
using System.Globalization;
using CareTally.Core.Manifests;
using CareTally.Core.Running;
using CareTally.Diagnostics;

namespace CareTally.Cli.Reporting;

/// <summary>Says of a node that did not simply succeed what is wrong, where it is defined and what to look at.</summary>
internal static class ResultDiagnostics
{
    private static readonly DiagnosticKind TestFailed = new("TLY7401", Severity.Error, "test {0} found {1}");
    /// <summary>Failures that only warn.</summary>
    public static readonly DiagnosticKind TestWarned = new("TLY7402", Severity.Warning, "test {0} found {1}");

    private static readonly DiagnosticKind UnitTestFailed = new("TLY7310", Severity.Error, "unit test {1} of {0}: {2} not as expected");
    private static readonly DiagnosticKind Stale = new("TLY7460", Severity.Error, "{0} is stale: {1}, and more than {2} is an error");
    /// <summary>What is old enough for a warning.</summary>
    public static readonly DiagnosticKind Ageing = new("TLY7461", Severity.Warning, "{0} is getting old: {1}, and more than {2} is worth a warning");
    private static readonly DiagnosticKind NotPublished = new("TLY7403", Severity.Error, "{0} was built but not published: {1}");

    /// <summary>The diagnostic, or null where there is nothing to say or another node's says it.</summary>
    public static Diagnostic? Of(Node node, NodeResult result) => result switch
    {
        NodeResult.Errored errored => errored.Diagnostic,
        NodeResult.PartlyBuilt partly => partly.Diagnostic,
        NodeResult.TestFailed { Diff: not null } failed => Diagnostic.Of(UnitTestFailed, node.Span, ((UnitTestNode)node).Subject, node.Name, NodeText.Count(failed.Failures, "row")),
        NodeResult.TestFailed failed => OfTest(TestFailed, node, failed.Failures),
        NodeResult.Warned warned => OfTest(TestWarned, node, warned.Failures),
        NodeResult.Rejected rejected => OfRejected(node, rejected),
        NodeResult.FreshnessChecked { Verdict: not Freshness.Fresh } check => OfFreshness((RelationNode)node, check),
        _ => null,
    };

    /// <summary>Tests that looked at what was then rejected: what they found is not in the tables that are there.</summary>
    public static FrozenSet<NodeId> TestsOfRejected(Manifest manifest, RunResults results)
    {
        var rejected = results.Results.OfType<NodeResult.Rejected>().Select(result => result.Node).ToHashSet();
        return rejected.SelectMany(id => manifest.ChildrenOf(id)).Where(id => id.Kind == NodeKind.Test).ToFrozenSet();
    }

    private static Diagnostic OfFreshness(RelationNode node, NodeResult.FreshnessChecked check)
    {
        var isStale = check.Verdict == Freshness.Stale;

        // Where warnings are errors it is stale before the limit for that.
        var threshold = (isStale && node.Freshness?.ErrorAfter is { } limit && check.Age > limit.Age ? limit : node.Freshness?.WarnAfter)!;
        var age = check.NewestAt is null ? "it has no rows" : $"its newest row is {NodeText.Age(check.Age)} old";
        return Diagnostic.Of(isStale ? Stale : Ageing, node.Freshness?.Span ?? node.Span, NodeText.Name(node), age, NodeText.Count(threshold.Count, threshold.Period));
    }

    private static Diagnostic OfTest(DiagnosticKind kind, Node node, long failures) =>
        Diagnostic.Of(kind, node.Span, node.Name, NodeText.Count(failures, "row") + " that should not be");

    private static Diagnostic OfRejected(Node node, NodeResult.Rejected rejected)
    {
        var tests = string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", rejected.FailedTests.Select(NodeText.ShortName))} failed");
        var hint = rejected.RejectedRelation is { } kept
            ? $"{NodeText.Name(node)} is as it was before; what was built is kept aside: select * from {kept.ToSql()} limit 20"
            : $"{NodeText.Name(node)} is as it was before: everything that was done has been undone";
        return Diagnostic.Of(NotPublished, node.Span, NodeText.Name(node), tests) with { Hint = hint };
    }
}
