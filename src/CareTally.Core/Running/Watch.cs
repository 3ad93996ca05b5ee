using System.Collections.Immutable;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Core.Running;

/// <summary>Measures one node, and makes its result.</summary>
internal sealed class Watch
{
    private readonly NodeId _node;
    private readonly TimeProvider _clock;
    private readonly DateTimeOffset _startedAt;
    private readonly long _start;

    private Watch(NodeId node, TimeProvider clock) => (_node, _clock, _startedAt, _start) = (node, clock, clock.GetUtcNow(), clock.GetTimestamp());

    /// <summary>What was rendered for the node only now.</summary>
    public CompiledSql? RenderedSql { get; set; }

    private TimeSpan Elapsed => _clock.GetElapsedTime(_start);

    public static Watch Start(Node node, TimeProvider clock) => new(node.Id, clock);

    public NodeResult Built(long? rows) => new NodeResult.Built { Node = _node, StartedAt = _startedAt, Elapsed = Elapsed, RenderedSql = RenderedSql, Rows = rows };

    public NodeResult Passed() => new NodeResult.Passed { Node = _node, StartedAt = _startedAt, Elapsed = Elapsed, RenderedSql = RenderedSql };

    public NodeResult Warned(long failures) => new NodeResult.Warned { Node = _node, StartedAt = _startedAt, Elapsed = Elapsed, RenderedSql = RenderedSql, Failures = failures };

    public NodeResult TestFailed(long failures) => new NodeResult.TestFailed { Node = _node, StartedAt = _startedAt, Elapsed = Elapsed, RenderedSql = RenderedSql, Failures = failures };

    public NodeResult Rejected(ImmutableArray<NodeId> failedTests, Relation? kept) =>
        new NodeResult.Rejected { Node = _node, StartedAt = _startedAt, Elapsed = Elapsed, RenderedSql = RenderedSql, FailedTests = failedTests, RejectedRelation = kept };

    public NodeResult Errored(Diagnostic diagnostic) => new NodeResult.Errored { Node = _node, StartedAt = _startedAt, Elapsed = Elapsed, RenderedSql = RenderedSql, Diagnostic = diagnostic };

    public NodeResult Skipped(NodeId? becauseOf) => new NodeResult.Skipped { Node = _node, StartedAt = _startedAt, Elapsed = Elapsed, RenderedSql = RenderedSql, BecauseOf = becauseOf };
}
