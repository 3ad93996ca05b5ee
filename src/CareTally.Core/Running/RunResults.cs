using System.Collections.Immutable;
using CareTally.Core.Manifests;
using CareTally.Diagnostics;

namespace CareTally.Core.Running;

/// <summary>How a run ended.</summary>
/// <param name="Results">One for each node of the plan, gating tests included, in the order they ended.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="IsInterrupted">Whether it was stopped by the user.</param>
public sealed record RunResults(ImmutableArray<NodeResult> Results, DateTimeOffset StartedAt, TimeSpan Elapsed, bool IsInterrupted)
{
    /// <summary>Hooks of the whole run, in the order they ended; a hook that fails is the last of its event.</summary>
    public ImmutableArray<HookResult> Hooks { get; init; } = [];

    /// <summary>What is wrong around the nodes: hooks that failed, or the database for them.</summary>
    public ImmutableArray<Diagnostic> HookFailures { get; init; } = [];

    /// <summary>Whether everything succeeded; warnings count as success.</summary>
    public bool IsSuccess => !IsInterrupted && HookFailures.IsEmpty && !Results.Any(result => result.IsFailure);

    /// <summary>The result of a node, or null where it was not part of the run.</summary>
    public NodeResult? Of(NodeId node) => Results.FirstOrDefault(result => result.Node == node);
}
