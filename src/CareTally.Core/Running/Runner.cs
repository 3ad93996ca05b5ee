using System.Collections.Immutable;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Core.Running;

/// <summary>Carries a plan out: the seventh stage of the pipeline. Several steps at once, each on a connection of its own.</summary>
/// <param name="warehouse">Where.</param>
/// <param name="clock">Measures.</param>
/// <param name="threads">How many steps at once.</param>
public sealed class Runner(IWarehouse warehouse, TimeProvider clock, int threads)
{
    /// <summary>Runs every step, or skips it where one it needs has failed.</summary>
    /// <param name="plan">What to do.</param>
    /// <param name="report">Receives what happens, one event at a time.</param>
    /// <param name="cancellationToken">Stops the run: what is under way is undone, what is published stays.</param>
    /// <exception cref="WarehouseException">The database cannot be opened, or a schema cannot be made.</exception>
    public async Task<RunResults> RunAsync(Plan plan, Action<RunEvent> report, CancellationToken cancellationToken)
    {
        await using var run = new Run(plan, warehouse, clock, report);
        var workers = Math.Clamp(threads, 1, Math.Max(1, plan.Steps.Length));
        run.Report(new RunEvent.RunStarted(plan, workers));
        await run.CreateSchemasAsync(cancellationToken);
        await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => run.WorkAsync(cancellationToken)));
        await run.CloseSessionsAsync();
        var results = run.Finish(cancellationToken.IsCancellationRequested);
        if (results.Results.Any(result => result is NodeResult.Built)) await warehouse.FinishAsync(CancellationToken.None);
        run.Report(new RunEvent.RunFinished(results));
        return results;
    }

    private sealed class Run(Plan plan, IWarehouse warehouse, TimeProvider clock, Action<RunEvent> report) : IAsyncDisposable
    {
        private readonly Lock _lock = new();
        private readonly Lock _reporting = new();
        private readonly Schedule _schedule = new(plan);
        private readonly SemaphoreSlim _changed = new(0);
        private readonly SessionPool _sessions = new(warehouse);
        private readonly ImmutableArray<NodeResult>.Builder _results = ImmutableArray.CreateBuilder<NodeResult>();
        private readonly DateTimeOffset _startedAt = clock.GetUtcNow();
        private readonly long _start = clock.GetTimestamp();
        private readonly HashSet<NodeId> _ended = [];
        private int _idle;

        public void Report(RunEvent happened)
        {
            lock (_reporting)
            {
                if (happened is RunEvent.Finished finished)
                {
                    _ended.Add(finished.Node.Id);
                    _results.Add(finished.Result);
                }

                report(happened);
            }
        }

        // Serially: concurrent statements of this kind conflict even where the schema exists.
        public async Task CreateSchemasAsync(CancellationToken cancellationToken)
        {
            if (plan.Schemas.IsEmpty) return;
            await using var session = await warehouse.OpenSessionAsync(cancellationToken);
            foreach (var schema in plan.Schemas)
                await session.ExecuteAsync($"create schema if not exists {SqlText.Identifier(schema)}", cancellationToken);
        }

        /// <summary>Takes steps until none is left. Several of these run at once.</summary>
        public async Task WorkAsync(CancellationToken cancellationToken)
        {
            var runner = new StepRunner(plan.Existing, clock, Report);
            while (await NextAsync(cancellationToken) is { } step)
            {
                var result = await RunOneAsync(runner, step, cancellationToken);
                if (result is null) return;
                Ended(step, result);
            }
        }

        // Before the database is tidied, which needs every session to be idle.
        public ValueTask CloseSessionsAsync() => _sessions.DisposeAsync();

        public async ValueTask DisposeAsync()
        {
            await _sessions.DisposeAsync();
            _changed.Dispose();
        }

        /// <summary>Skips what was never started, and gives the results.</summary>
        public RunResults Finish(bool isInterrupted)
        {
            IReadOnlyList<PlanStep> rest;
            lock (_lock) rest = _schedule.Abandon();
            Skip(rest, null);
            return new RunResults(_results.ToImmutable(), _startedAt, clock.GetElapsedTime(_start), isInterrupted);
        }

        // Null where the run was cancelled.
        private async Task<NodeResult?> RunOneAsync(StepRunner runner, PlanStep step, CancellationToken cancellationToken)
        {
            var watch = Watch.Start(step.Node, clock);
            try
            {
                await using var lease = await _sessions.RentAsync(cancellationToken);
                try
                {
                    return await runner.RunAsync(step, lease.Session, cancellationToken);
                }
                catch (WarehouseException)
                {
                    lease.IsBroken = true;
                    throw;
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return null;
            }
            catch (WarehouseException e)
            {
                var result = watch.Errored(Diagnostic.Of(RunProblems.DatabaseFailed, step.Node.Span, e.Message) with { Hint = e.Hint });
                Report(new RunEvent.Finished(step.Node, result));
                return result;
            }
        }

        private async Task<PlanStep?> NextAsync(CancellationToken cancellationToken)
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                lock (_lock)
                {
                    if (!_schedule.IsOpen) return null;
                    if (_schedule.Take() is { } step) return step;
                    _idle++;
                }

                try
                {
                    await _changed.WaitAsync(cancellationToken);
                }
                catch (OperationCanceledException)
                {
                    return null;
                }
            }

            return null;
        }

        private void Ended(PlanStep step, NodeResult result)
        {
            IReadOnlyList<PlanStep> skipped = [];
            lock (_lock)
            {
                if (result.IsFailure) skipped = _schedule.Failed(step);
                else _schedule.Succeeded(step);
                var awake = _schedule.IsOpen ? Math.Min(_idle, _schedule.ReadyCount) : _idle;
                _idle -= awake;
                if (awake > 0) _changed.Release(awake);
            }

            Skip(skipped, step.Node.Id);
        }

        private void Skip(IReadOnlyList<PlanStep> steps, NodeId? becauseOf)
        {
            foreach (var step in steps)
            {
                Report(new RunEvent.Finished(step.Node, Watch.Start(step.Node, clock).Skipped(becauseOf)));

                // Where the step was interrupted, some of its tests may have ended.
                foreach (var test in step.GatingTests.Where(test => !_ended.Contains(test.Node.Id)))
                    Report(new RunEvent.Finished(test.Node, Watch.Start(test.Node, clock).Skipped(becauseOf)));
            }
        }
    }
}
