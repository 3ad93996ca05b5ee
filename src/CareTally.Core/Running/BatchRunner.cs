using System.Collections.Immutable;
using CareTally.Core.Contexts;
using CareTally.Core.Planning;
using CareTally.Diagnostics;

namespace CareTally.Core.Running;

/// <summary>
/// Runs the batches of a model in order of time, one after the other. Each is published when it has succeeded. Where the first fails the
/// rest is left; where a later one fails the others are still made.
/// </summary>
/// <param name="step">The model.</param>
/// <param name="runOne">Runs one batch, in a transaction of its own.</param>
/// <param name="report">Receives how each batch ended.</param>
internal sealed class BatchRunner(PlanStep.RunBatches step, Func<PlanStep, Task<NodeResult>> runOne, Action<RunEvent> report)
{
    private const int MostNamed = 10;

    private readonly ImmutableArray<EventWindow>.Builder _successful = ImmutableArray.CreateBuilder<EventWindow>();
    private readonly ImmutableArray<EventWindow>.Builder _failed = ImmutableArray.CreateBuilder<EventWindow>();
    private long _rows;

    // Each batch reads all files, and cannot read the same rows.
    private ImmutableArray<UnreadableRows> _unreadable = [];

    public async Task<NodeResult> RunAsync(Watch watch)
    {
        Diagnostic? first = null;
        for (var i = 0; i < step.Batches.Length; i++)
        {
            NodeResult result;
            try
            {
                result = await runOne(WithHooks(i));
            }
            catch (OperationCanceledException) when (_successful.Count > 0)
            {
                // What is published stays: the rest is for a retry.
                watch.Batches = SoFar(i);
                return watch.PartlyBuilt(_rows, first ?? Diagnostic.Of(RunProblems.BatchesInterrupted, step.Node.Span, step.Node.Id) with { Hint = "'tally retry' makes those that are left" });
            }

            if (result.RenderedSql is { } sql) watch.RenderedSql = sql;
            Tell(i, result);
            if (result is NodeResult.Built built)
            {
                _successful.Add(step.Batches[i].Window);
                _rows += built.Rows ?? 0;
                if (!built.Unreadable.IsEmpty) _unreadable = built.Unreadable;
            }
            else
            {
                first ??= ((NodeResult.Errored)result).Diagnostic;
                _failed.Add(step.Batches[i].Window);
            }

            watch.Batches = SoFar(i + 1);
            report(new RunEvent.BatchEnded(step.Node, watch.Batches));
            if (i == 0 && first is not null) break;
        }

        if (first is null) return watch.Built(_rows) with { Unreadable = _unreadable };
        return _successful.Count == 0 ? watch.Errored(first) : watch.PartlyBuilt(_rows, first with { Hint = first.Hint ?? Failures() });
    }

    private BatchResults SoFar(int ended) => new(_successful.ToImmutable(), [.. _failed, .. step.Batches.Skip(ended).Select(batch => batch.Window)]) { Earlier = step.Made };

    // As dbt does: what goes before the model goes before its first batch, what comes behind it behind its last.
    private PlanStep.OfQuery WithHooks(int index) => step.Batches[index].Step with
    {
        PreHooks = index == 0 ? step.PreHooks : [],
        PostHooks = index == step.Batches.Length - 1 ? step.PostHooks : [],
    };

    private string Failures() => $"batches that failed: {string.Join(", ", _failed.Take(MostNamed).Select(window => window.Id))}{(_failed.Count > MostNamed ? ", ..." : "")}; the others are there";

    private void Tell(int index, NodeResult result)
    {
        var how = result switch
        {
            NodeResult.Built { Rows: { } rows } => $"{rows} row{(rows == 1 ? "" : "s")}",
            NodeResult.Errored errored => errored.Diagnostic.Message,
            _ => result.Status,
        };
        report(new RunEvent.Said(step.Node, new TemplateMessage($"batch {index + 1} of {step.Batches.Length}, {step.Batches[index].Window.Id}: {how}")));
    }
}
