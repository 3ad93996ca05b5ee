using CareTally.Core.Planning;
using CareTally.Core.Warehouses;

namespace CareTally.Core.Running;

/// <summary>Runs one step on one session: makes the relation, runs its gating tests, publishes or rejects it, in one transaction.</summary>
internal sealed class StepRunner(Plan plan, TimeProvider clock, Action<RunEvent> report)
{
    private readonly SqlDiagnostics _diagnostics = new(plan.Project.Root);
    private readonly TestRunner _tests = new(plan, clock, report);

    /// <summary>Whether what would only warn fails: a test, or a relation that is getting old.</summary>
    public bool WarningsFail { get => _tests.WarningsFail; init => _tests.WarningsFail = value; }

    /// <summary>How it ended; the results of its tests have been reported by then.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled, and nothing of it remains.</exception>
    /// <exception cref="WarehouseException">The database itself is broken (<see cref="WarehouseFailure.Invalidated"/>).</exception>
    public async Task<NodeResult> RunAsync(PlanStep step, IWarehouseSession session, CancellationToken cancellationToken)
    {
        if (plan.Personal?.IsReadBy(step.Node) == true) session = new DiscreetSession(session);
        var result = await RunStepAsync(step, session, cancellationToken);
        report(new RunEvent.Finished(step.Node, result));
        return result;
    }

    private async Task<NodeResult> RunStepAsync(PlanStep step, IWarehouseSession session, CancellationToken cancellationToken)
    {
        var watch = Watch.Start(step.Node, clock);
        await using var rejected = step.Readers.IsEmpty || step is PlanStep.RunBatches ? null : new RejectedRows(plan, step, session, cancellationToken);
        using var work = new StepWork(plan, step, rejected?.Session ?? session, _tests, clock, report, cancellationToken) { Rejected = rejected };
        return step switch
        {
            PlanStep.BuildModel model => await new RelationBuild(work, new Publisher(model.Target, model.Kind, plan.Existing), model.Kind).RunAsync(watch, model.Sql),
            PlanStep.Materialize model => await InPlaceAsync(watch, model, work, (live, sql) =>
            {
                model.Run(live, sql);
                return null;
            }),
            PlanStep.MakeFunction function => await InPlaceAsync(watch, function, work, (live, sql) =>
            {
                new FunctionBuild(function, _diagnostics, live).Run(sql);
                return null;
            }),
            PlanStep.ChangeModel model => await InPlaceAsync(watch, model, work, (live, sql) => new TableChange(model, _diagnostics, live).Apply(sql)),
            PlanStep.RunBatches model => await new BatchRunner(model, batch => RunStepAsync(batch, session, cancellationToken), report).RunAsync(watch),
            PlanStep.TakeSnapshot snapshot => await InPlaceAsync(watch, snapshot, work, (live, sql) => new SnapshotRunner(snapshot, _diagnostics, live).Run(sql)),
            PlanStep.CheckFreshness check => await new FreshnessRunner(session, _diagnostics, clock) { WarningsFail = WarningsFail }.RunAsync(watch, check, work.Late, cancellationToken),
            PlanStep.LoadSeed seed => await new SeedLoad(seed, work, plan.Existing).RunAsync(watch),
            PlanStep.RunUnitTest test => await new UnitTestRunner(_diagnostics).RunAsync(watch, test, session, cancellationToken),
            PlanStep.RunTest test => await AloneAsync(watch, test.Test, work),
            _ => throw new ArgumentOutOfRangeException(nameof(step), step, "an unknown step"),
        };
    }

    // A test looks at the rows that can be read. Those that cannot are for what keeps them.
    private async Task<NodeResult> AloneAsync(Watch watch, PlannedTest test, StepWork work)
    {
        while (true)
        {
            var result = await _tests.RunAloneAsync(watch, test, work.Session, work.CancellationToken);
            if (work.Rejected is null || result is not NodeResult.Errored errored) return result;
            var (isMended, failure) = await work.Rejected.MendAsync(errored.Diagnostic);
            if (!isMended) return errored with { Diagnostic = failure };
        }
    }

    // What changes stands under its real name at once: where a test fails it is undone as a whole.
    private Task<NodeResult> InPlaceAsync(Watch watch, PlanStep.OfQuery step, StepWork work, Func<LiveRendering, CompiledSql, long?> change) => work.InTransactionAsync(watch, async () =>
    {
        await work.RunHooksAsync(step.PreHooks, true);
        var sql = await work.Late.RenderAsync(step.Sql);
        if (step.Sql.IsDeferred) watch.RenderedSql = sql;
        if (step.Contract is { } contract) (sql, _) = await new ContractCheck(contract, _diagnostics).RequireAsync(sql, work.Session, work.CancellationToken);
        if (step is PlanStep.Materialize && sql.Header is { } header)
        {
            await work.ExecuteAsync(CompiledSql.Of(header));
            sql = sql with { Header = null };
        }

        var rows = await work.Late.RunAsync(live => change(live, sql));
        if (step is not PlanStep.MakeFunction) await work.ForgetAsync(step.Target);
        if (step is not (PlanStep.Materialize or PlanStep.MakeFunction)) await work.PersistDocsAsync(step.Target, RelationKind.Table);
        var tests = await work.RunTestsAsync(step.GatingTests);
        if (!tests.Failed.IsEmpty) throw work.Undo(tests);
        await work.PointToLatestAsync();
        await work.RunHooksAsync(step.PostHooks, true);
        return watch.Built(rows);
    });
}
