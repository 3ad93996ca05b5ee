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
    private static readonly DiagnosticKind TestWarned = new("TLY7402", Severity.Warning, "test {0} found {1}");
    private static readonly DiagnosticKind UnitTestFailed = new("TLY7310", Severity.Error, "unit test {1} of {0}: {2} not as expected");
    private static readonly DiagnosticKind NotPublished = new("TLY7403", Severity.Error, "{0} was built but not published: {1}");

    /// <summary>The diagnostic, or null where there is nothing to say or another node's says it.</summary>
    public static Diagnostic? Of(Node node, NodeResult result) => result switch
    {
        NodeResult.Errored errored => errored.Diagnostic,
        NodeResult.TestFailed { Diff: not null } failed => Diagnostic.Of(UnitTestFailed, node.Span, ((UnitTestNode)node).Subject, node.Name, NodeText.Count(failed.Failures, "row")),
        NodeResult.TestFailed failed => OfTest(TestFailed, node, failed.Failures),
        NodeResult.Warned warned => OfTest(TestWarned, node, warned.Failures),
        NodeResult.Rejected rejected => OfRejected(node, rejected),
        _ => null,
    };

    /// <summary>Tests that looked at what was then rejected: what they found is not in the tables that are there.</summary>
    public static FrozenSet<NodeId> TestsOfRejected(Manifest manifest, RunResults results)
    {
        var rejected = results.Results.OfType<NodeResult.Rejected>().Select(result => result.Node).ToHashSet();
        return rejected.SelectMany(id => manifest.ChildrenOf(id)).Where(id => id.Kind == NodeKind.Test).ToFrozenSet();
    }

    private static Diagnostic OfTest(DiagnosticKind kind, Node node, long failures) =>
        Diagnostic.Of(kind, node.Span, node.Name, NodeText.Count(failures, "row") + " that should not be");

    private static Diagnostic OfRejected(Node node, NodeResult.Rejected rejected)
    {
        var tests = string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", rejected.FailedTests.Select(NodeText.ShortName))} failed");
        var hint = rejected.RejectedRelation is { } kept
            ? $"{NodeText.Name(node)} is as it was before; what was built is kept aside: select * from {kept.ToSql()} limit 20"
            : $"{NodeText.Name(node)} is as it was before; a test could not be run, so what was built is gone";
        return Diagnostic.Of(NotPublished, node.Span, NodeText.Name(node), tests) with { Hint = hint };
    }
}
