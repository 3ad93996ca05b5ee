using System.Collections.Immutable;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Projects;
using CareTally.Core.Selecting;
using CareTally.Core.State;
using CareTally.Diagnostics;

namespace CareTally.Cli.Retrying;

/// <summary>What is to be run again: the nodes that did not succeed, and the tests that were run of those.</summary>
/// <param name="Failed">How they ended; a node whose batches succeeded in part holds them (<see cref="PreviousResult.Batches"/>).</param>
/// <param name="Passed">What is run again only where it tests something that is: what has changed by then is not published without it.</param>
internal sealed record RetryRequest(ImmutableArray<PreviousResult> Failed, ImmutableArray<PreviousResult> Passed)
{
    /// <summary>The batches to be made up for, by model; the others that succeeded are left alone.</summary>
    public ImmutableDictionary<NodeId, MissingBatches> BatchesOf(Manifest manifest) => BatchesOf(manifest, Failed);

    /// <summary>The batches that a run has left to be made, by model.</summary>
    public static ImmutableDictionary<NodeId, MissingBatches> BatchesOf(Manifest manifest, IEnumerable<PreviousResult> results)
    {
        var nodes = manifest.Nodes.Keys.ToDictionary(id => id.ToString());
        return results.Where(result => result.Batches is not null && nodes.ContainsKey(result.Node))
            .ToImmutableDictionary(result => nodes[result.Node], result => new MissingBatches(Times(result, "failed"), Times(result, "successful")));
    }

    private static ImmutableArray<EventTimes> Times(PreviousResult result, string kind) => [.. PreviousResults.BatchesOf(result, kind).Select(times => new EventTimes(times.Start, times.End))];

    /// <summary>Those of the nodes that are still there; the others are reported.</summary>
    public Selection Select(Manifest manifest, Problems problems)
    {
        var nodes = manifest.Nodes.Keys.ToDictionary(id => id.ToString());
        foreach (var gone in Failed.Where(result => !nodes.ContainsKey(result.Node))) problems.Report(CliProblems.GoneSince, null, gone.Node);
        var again = Failed.Where(result => nodes.ContainsKey(result.Node)).Select(result => nodes[result.Node]).ToHashSet();
        var tests = Passed.Where(result => nodes.ContainsKey(result.Node)).Select(result => manifest.Nodes[nodes[result.Node]])
            .OfType<DataTestNode>().Where(test => test.DependsOn.Any(id => manifest.Nodes[id] is RelationNode && again.Contains(id))).Select(test => test.Id);
        return new Selection([.. again, .. tests]);
    }
}
