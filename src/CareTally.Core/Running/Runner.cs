using System.Collections.Immutable;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;
using CareTally.Templating.Values;

namespace CareTally.Core.Running;

/// <summary>
/// Carries a plan out: the seventh stage of the pipeline. Several steps at once, each on a connection of its own. The caller keeps the
/// results and then lets the warehouse finish.
/// </summary>
/// <param name="warehouse">Where.</param>
/// <param name="clock">Measures.</param>
/// <param name="threads">How many steps at once.</param>
public sealed class Runner(IWarehouse warehouse, TimeProvider clock, int threads)
{
    /// <summary>Whether the first failure ends the run: what is under way is undone, what is left is skipped.</summary>
    public bool FailsFast { get; init; }

    /// <summary>Whether what would only warn fails: a test, or a relation that is getting old.</summary>
    public bool WarningsFail { get; init; }

    /// <summary>The database in memory that unit tests are run in; without it a plan must have none.</summary>
    public IWarehouse? Memory { get; init; }

    /// <summary>Runs every step, or skips it where one it needs has failed.</summary>
    /// <param name="plan">What to do.</param>
    /// <param name="report">Receives what happens, one event at a time.</param>
    /// <param name="cancellationToken">Stops the run: what is under way is undone, what is published stays.</param>
    /// <exception cref="WarehouseException">The database cannot be opened, or a schema cannot be made.</exception>
    public async Task<RunResults> RunAsync(Plan plan, Action<RunEvent> report, CancellationToken cancellationToken)
    {
        await using var run = new Run(plan, warehouse, Memory ?? warehouse, clock, report) { FailsFast = FailsFast, WarningsFail = WarningsFail };
        var workers = Math.Clamp(threads, 1, Math.Max(1, plan.Steps.Length));
        run.Report(new RunEvent.RunStarted(plan, workers));
        await run.CreateSchemasAsync(cancellationToken);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var hooks = new HookRunner(warehouse, clock, run.Report);
        var started = await hooks.RunAsync(plan.OnRunStart, new Dictionary<string, Value>(), cancellationToken);
        var failures = FailuresOf(started);
        if (failures.IsEmpty) await Task.WhenAll(Enumerable.Range(1, workers).Select(thread => run.WorkAsync(thread, stop)));
        await run.CloseSessionsAsync();
        var results = run.Finish(cancellationToken.IsCancellationRequested) with { HookFailures = failures };
        if (failures.IsEmpty && !plan.OnRunEnd.IsEmpty && !cancellationToken.IsCancellationRequested)
            results = await AfterAsync(hooks, plan, results, cancellationToken);
        run.Report(new RunEvent.RunFinished(results));
        return results;
    }

    private static ImmutableArray<Diagnostic> FailuresOf(ImmutableArray<HookResult> hooks) => [.. hooks.Select(hook => hook.Failure).OfType<Diagnostic>()];

    // Whatever happens now, what has been done must be known.
    private static async Task<RunResults> AfterAsync(HookRunner hooks, Plan plan, RunResults results, CancellationToken cancellationToken)
    {
        try
        {
            var ended = await hooks.RunAsync(plan.OnRunEnd, HookNames.Of(plan, results), cancellationToken);
            return results with { Hooks = results.Hooks.AddRange(ended), HookFailures = FailuresOf(ended) };
        }
        catch (WarehouseException e)
        {
            return results with { HookFailures = [Diagnostic.Of(RunProblems.DatabaseFailed, null, e.Message) with { Hint = e.Hint }] };
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return results with { IsInterrupted = true };
        }
    }

    private sealed class Run(Plan plan, IWarehouse warehouse, IWarehouse memory, TimeProvider clock, Action<RunEvent> report) : IAsyncDisposable
    {
        private const int MostAttempts = 5;

        private readonly Lock _lock = new();
        private readonly Lock _reporting = new();
        private readonly Schedule _schedule = new(plan);
        private readonly SemaphoreSlim _changed = new(0);
        private readonly SessionPool _sessions = new(warehouse);
        private readonly SessionPool _inMemory = new(memory);
        private readonly RunRecord _record = new(plan, clock);
        private NodeId? _stoppedBy;
        private int _idle;

        public bool FailsFast { get; init; }

        public bool WarningsFail { get; init; }

        public void Report(RunEvent happened)
        {
            lock (_reporting)
            {
                _record.Hear(happened);
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
            if (plan.Rejected is { } rejected) await session.ExecuteAsync(RejectedTable.Create(rejected), cancellationToken);
        }

        /// <summary>Takes steps until none is left. Several of these run at once.</summary>
        public async Task WorkAsync(int thread, CancellationTokenSource stop)
        {
            var runner = new StepRunner(plan, clock, happened => Report(OnThread(happened, thread))) { WarningsFail = WarningsFail };
            try
            {
                while (await NextAsync(stop.Token) is { } step)
                {
                    var result = await RunOneAsync(runner, step, stop.Token);
                    if (result is null) return;
                    Ended(step, result);
                    if (!FailsFast || !result.IsFailure) continue;
                    Interlocked.CompareExchange(ref _stoppedBy, step.Node.Id, null);
                    await stop.CancelAsync();
                }
            }
            catch
            {
                // A fault of our own: without this the others would wait for ever for the step to end.
                await stop.CancelAsync();
                throw;
            }
        }

        private static RunEvent OnThread(RunEvent happened, int thread) =>
            happened is RunEvent.Finished finished ? finished with { Result = finished.Result with { Thread = thread } } : happened;

        // Before the database is tidied, which needs every session to be idle.
        public ValueTask CloseSessionsAsync() => _sessions.DisposeAsync();

        public async ValueTask DisposeAsync()
        {
            await _sessions.DisposeAsync();
            await _inMemory.DisposeAsync();
            _changed.Dispose();
        }

        /// <summary>Skips what was never started, and gives the results.</summary>
        public RunResults Finish(bool isInterrupted)
        {
            IReadOnlyList<PlanStep> rest;
            lock (_lock) rest = _schedule.Abandon();
            var stoppedBy = isInterrupted ? null : _stoppedBy;
            foreach (var test in rest.SelectMany(step => step.GatingTests).Where(HasEnded)) _record.Undo(test.Node, stoppedBy);
            Skip(rest, stoppedBy);
            var results = _record.SoFar();

            // Where all was done by then, nothing was interrupted.
            return results with { IsInterrupted = isInterrupted && (rest.Count > 0 || results.Results.Any(result => result.IsFailure)) };
        }

        // Null where the run was cancelled.
        private async Task<NodeResult?> RunOneAsync(StepRunner runner, PlanStep step, CancellationToken cancellationToken)
        {
            Report(new RunEvent.Started(step.Node));
            for (var attempt = 1; ; attempt++)
            {
                var (result, isVictim) = await TryOneAsync(runner, step, attempt, cancellationToken);
                if (!isVictim) return result;
            }
        }

        // The second value is true where the statement of another step took the database down: this one then runs again.
        private async Task<(NodeResult? Result, bool IsVictim)> TryOneAsync(StepRunner runner, PlanStep step, int attempt, CancellationToken cancellationToken)
        {
            var watch = Watch.Start(step.Node, clock);
            try
            {
                await using var lease = await (step is PlanStep.RunUnitTest ? _inMemory : _sessions).RentAsync(cancellationToken);
                try
                {
                    return (await runner.RunAsync(step, plan.Comments?.Around(lease.Session, step.Node) ?? lease.Session, cancellationToken), false);
                }
                catch (WarehouseException)
                {
                    lease.IsBroken = true;
                    throw;
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return (null, false);
            }
            catch (DiagnosticException e)
            {
                var result = watch.Errored(e.Diagnostic);
                Report(new RunEvent.Finished(step.Node, result));
                return (result, false);
            }
            catch (WarehouseException e) when (e.IsConsequence && attempt < MostAttempts && !step.GatingTests.Any(HasEnded))
            {
                return (null, true);
            }
            catch (WarehouseException e)
            {
                var result = watch.Errored(Diagnostic.Of(RunProblems.DatabaseFailed, step.Node.Span, e.Message) with { Hint = e.Hint });
                Report(new RunEvent.Finished(step.Node, result));
                return (result, false);
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
                if (result.IsFailure && !ContinuesOnError(step.Node)) skipped = _schedule.Failed(step);
                else _schedule.Succeeded(step);
                var awake = _schedule.IsOpen ? Math.Min(_idle, _schedule.ReadyCount) : _idle;
                _idle -= awake;
                if (awake > 0) _changed.Release(awake);
            }

            if (result.IsFailure) SkipTests(step, step.Node.Id);
            Skip(skipped, step.Node.Id);
        }

        // Its readers then find the old relation, which is whole, or none.
        private static bool ContinuesOnError(Node node) => string.Equals(node.Config.Text("on_error"), "continue", StringComparison.OrdinalIgnoreCase);

        private bool HasEnded(PlannedTest test) => _record.HasEnded(test.Node.Id);

        // Some may have ended before the step failed or was interrupted.
        private void SkipTests(PlanStep step, NodeId? becauseOf)
        {
            foreach (var test in step.GatingTests.Where(test => !HasEnded(test)))
                Report(new RunEvent.Finished(test.Node, _record.Skipped(test.Node, becauseOf)));
        }

        private void Skip(IReadOnlyList<PlanStep> steps, NodeId? becauseOf)
        {
            foreach (var step in steps)
            {
                Report(new RunEvent.Finished(step.Node, _record.Skipped(step.Node, becauseOf)));
                SkipTests(step, becauseOf);
            }
        }
    }
}
