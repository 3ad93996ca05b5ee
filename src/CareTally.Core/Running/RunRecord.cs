using System.Collections.Immutable;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;

namespace CareTally.Core.Running;

/// <summary>
/// What is known of a run while it goes on. What has not ended counts as skipped, and so do the tests of a relation that is not published
/// yet: if the run ended now they would have looked at rows that are undone.
/// </summary>
/// <param name="plan">What is to be done.</param>
/// <param name="clock">Measures.</param>
public sealed class RunRecord(Plan plan, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private readonly List<NodeResult> _results = [];
    private readonly HashSet<NodeId> _ended = [];
    private readonly Dictionary<NodeId, BatchResults> _batches = plan.Steps.OfType<PlanStep.RunBatches>().Where(step => !step.Made.IsEmpty)
        .ToDictionary(step => step.Node.Id, step => new BatchResults([], [.. step.Batches.Select(batch => batch.Window)]) { Earlier = step.Made });

    private readonly ImmutableArray<HookResult>.Builder _hooks = ImmutableArray.CreateBuilder<HookResult>();
    private readonly DateTimeOffset _startedAt = clock.GetUtcNow();
    private readonly long _start = clock.GetTimestamp();

    /// <summary>Takes note of what has happened.</summary>
    public void Hear(RunEvent happened)
    {
        lock (_lock)
        {
            switch (happened)
            {
                case RunEvent.Finished finished:
                    _ended.Add(finished.Node.Id);
                    _results.Add(finished.Result);
                    break;
                case RunEvent.BatchEnded batch:
                    _batches[batch.Node.Id] = batch.SoFar;
                    break;
                case RunEvent.HookEnded hook:
                    _hooks.Add(hook.Result);
                    break;
            }
        }
    }

    /// <summary>Whether a node, or a gating test, has ended.</summary>
    internal bool HasEnded(NodeId node)
    {
        lock (_lock) return _ended.Contains(node);
    }

    /// <summary>The result of a node that was not run, or not to its end.</summary>
    internal NodeResult Skipped(Node node, NodeId? becauseOf)
    {
        var watch = Watch.Start(node, clock);
        lock (_lock) watch.Batches = _batches.GetValueOrDefault(node.Id);
        return watch.Skipped(becauseOf);
    }

    /// <summary>A test that ended inside a step that did not: what it found was found in rows that are undone.</summary>
    internal void Undo(Node test, NodeId? becauseOf)
    {
        lock (_lock) _results[_results.FindIndex(result => result.Node == test.Id)] = Skipped(test, becauseOf);
    }

    /// <summary>How the run would have ended if it had been interrupted now: what has ended, in that order, then the rest.</summary>
    public RunResults SoFar()
    {
        lock (_lock)
        {
            var open = plan.Steps.Where(step => !_ended.Contains(step.Node.Id)).SelectMany(step => step.GatingTests.Select(test => (Node)test.Node).Prepend(step.Node)).ToDictionary(node => node.Id);
            var ended = _results.Where(result => !open.ContainsKey(result.Node));
            return new RunResults([.. ended, .. open.Values.Select(node => Skipped(node, null))], _startedAt, clock.GetElapsedTime(_start), IsInterrupted: true) { Hooks = _hooks.ToImmutable() };
        }
    }
}
