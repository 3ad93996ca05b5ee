using System.Collections.Immutable;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Projects;
using CareTally.Core.Selecting;
using CareTally.Core.State;
using CareTally.Diagnostics;

namespace CareTally.Cli.Retrying;

/// <summary>What is to be run again: exactly the nodes that did not succeed, and no tests that come along with them.</summary>
/// <param name="Failed">How they ended; a node whose batches succeeded in part holds them (<see cref="PreviousResult.Batches"/>).</param>
internal sealed record RetryRequest(ImmutableArray<PreviousResult> Failed)
{
    /// <summary>The batches to be made up for, by model; the others that succeeded are left alone.</summary>
    public ImmutableDictionary<NodeId, MissingBatches> BatchesOf(Manifest manifest)
    {
        var nodes = manifest.Nodes.Keys.ToDictionary(id => id.ToString());
        return Failed.Where(result => result.Batches is not null && nodes.ContainsKey(result.Node))
            .ToImmutableDictionary(result => nodes[result.Node], result => new MissingBatches(Times(result, "failed"), Times(result, "successful")));
    }

    private static ImmutableArray<EventTimes> Times(PreviousResult result, string kind) => [.. PreviousResults.BatchesOf(result, kind).Select(times => new EventTimes(times.Start, times.End))];

    /// <summary>Those of the nodes that are still there; the others are reported.</summary>
    public Selection Select(Manifest manifest, Problems problems)
    {
        var nodes = manifest.Nodes.Keys.ToDictionary(id => id.ToString());
        foreach (var gone in Failed.Where(result => !nodes.ContainsKey(result.Node))) problems.Report(CliProblems.GoneSince, null, gone.Node);
        return new Selection([.. Failed.Where(result => nodes.ContainsKey(result.Node)).Select(result => nodes[result.Node])]);
    }
}
