using System.Collections.Immutable;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Core.Running;

/// <summary>Measures one node, and makes its result.</summary>
internal sealed class Watch
{
    private readonly Node _subject;
    private readonly TimeProvider _clock;
    private readonly DateTimeOffset _startedAt;
    private readonly long _start;

    private Watch(Node subject, TimeProvider clock) => (_subject, _clock, _startedAt, _start) = (subject, clock, clock.GetUtcNow(), clock.GetTimestamp());

    /// <summary>What was rendered for the node only now.</summary>
    public CompiledSql? RenderedSql { get; set; }

    /// <summary>How the node's batches ended; null where it has none.</summary>
    public BatchResults? Batches { get; set; }

    private NodeId Id => _subject.Id;

    private TimeSpan Elapsed => _clock.GetElapsedTime(_start);

    public static Watch Start(Node node, TimeProvider clock) => new(node, clock);

    public NodeResult Built(long? rows) => new NodeResult.Built { Node = Id, StartedAt = _startedAt, Elapsed = Elapsed, RenderedSql = RenderedSql, Batches = Batches, Rows = rows };

    public NodeResult PartlyBuilt(long? rows, Diagnostic diagnostic) =>
        new NodeResult.PartlyBuilt { Node = Id, StartedAt = _startedAt, Elapsed = Elapsed, RenderedSql = RenderedSql, Batches = Batches, Rows = rows, Diagnostic = Named(diagnostic) };

    public NodeResult Passed() => new NodeResult.Passed { Node = Id, StartedAt = _startedAt, Elapsed = Elapsed, RenderedSql = RenderedSql };

    public NodeResult Warned(long failures) => new NodeResult.Warned { Node = Id, StartedAt = _startedAt, Elapsed = Elapsed, RenderedSql = RenderedSql, Failures = failures };

    public NodeResult Checked(DateTimeOffset? newestAt, DateTimeOffset at, Freshness verdict) => new NodeResult.FreshnessChecked
    {
        Node = Id,
        StartedAt = _startedAt,
        Elapsed = Elapsed,
        RenderedSql = RenderedSql,
        NewestAt = newestAt,
        CheckedAt = at,
        Verdict = verdict,
    };

    public NodeResult TestFailed(long failures) => new NodeResult.TestFailed { Node = Id, StartedAt = _startedAt, Elapsed = Elapsed, RenderedSql = RenderedSql, Failures = failures };

    public NodeResult Compared(UnitTestDiff? diff) => diff is null
        ? Passed()
        : new NodeResult.TestFailed { Node = Id, StartedAt = _startedAt, Elapsed = Elapsed, RenderedSql = RenderedSql, Failures = diff.Rows.Length, Diff = diff };

    public NodeResult Rejected(ImmutableArray<NodeId> failedTests, Relation? kept) =>
        new NodeResult.Rejected { Node = Id, StartedAt = _startedAt, Elapsed = Elapsed, RenderedSql = RenderedSql, FailedTests = failedTests, RejectedRelation = kept };

    public NodeResult Errored(Diagnostic diagnostic) => new NodeResult.Errored { Node = Id, StartedAt = _startedAt, Elapsed = Elapsed, RenderedSql = RenderedSql, Batches = Batches, Diagnostic = Named(diagnostic) };

    public NodeResult Skipped(NodeId? becauseOf) => new NodeResult.Skipped { Node = Id, StartedAt = _startedAt, Elapsed = Elapsed, RenderedSql = RenderedSql, Batches = Batches, BecauseOf = becauseOf };

    // What is wrong in a macro is wrong for somebody: say for whom.
    private Diagnostic Named(Diagnostic diagnostic)
    {
        var path = _subject.Span.Source.Path;
        if (diagnostic.Span is not { } span || span.Source.Path == path || diagnostic.Frames.Any(frame => frame.Span.Source.Path == path)) return diagnostic;
        return diagnostic with { Frames = diagnostic.Frames.Add(new DiagnosticFrame($"{NodeId.Word(Id.Kind)} {_subject.Name}", _subject.Span)) };
    }
}
