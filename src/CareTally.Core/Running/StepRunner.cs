using System.Collections.Immutable;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Core.Running;

/// <summary>Runs one step on one session: makes the relation, runs its gating tests, publishes or rejects it, in one transaction.</summary>
internal sealed class StepRunner(Plan plan, TimeProvider clock, Action<RunEvent> report)
{
    private readonly SqlDiagnostics _diagnostics = new(plan.Project.Root);
    private readonly TestRunner _tests = new(plan, clock, report);

    /// <summary>Whether a test that would only warn fails.</summary>
    public bool WarningsFail { get => _tests.WarningsFail; init => _tests.WarningsFail = value; }

    /// <summary>How it ended; the results of its tests have been reported by then.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled, and nothing of it remains.</exception>
    /// <exception cref="WarehouseException">The database itself is broken (<see cref="WarehouseFailure.Invalidated"/>).</exception>
    public async Task<NodeResult> RunAsync(PlanStep step, IWarehouseSession session, CancellationToken cancellationToken)
    {
        var result = await RunStepAsync(step, session, cancellationToken);
        report(new RunEvent.Finished(step.Node, result));
        return result;
    }

    private async Task<NodeResult> RunStepAsync(PlanStep step, IWarehouseSession session, CancellationToken cancellationToken)
    {
        var watch = Watch.Start(step.Node, clock);
        return step switch
        {
            PlanStep.BuildModel model => await BuildAsync(watch, step, new Publisher(model.Target, model.Kind, plan.Existing), model.Sql, model.Kind, session, cancellationToken),
            PlanStep.Materialize model => await MaterializeAsync(watch, model, session, cancellationToken),
            PlanStep.ChangeModel model => await InPlaceAsync(watch, model, session, (late, sql) => late.RunAsync(live => new TableChange(model, _diagnostics, live).Apply(sql)), cancellationToken),
            PlanStep.RunBatches model => await new BatchRunner(model, batch => RunStepAsync(batch, session, cancellationToken), report).RunAsync(watch),
            PlanStep.TakeSnapshot snapshot => await InPlaceAsync(
                watch, snapshot, session, (late, sql) => late.RunAsync(live => new SnapshotRunner(snapshot, _diagnostics, live).Run(sql)), cancellationToken),
            PlanStep.CheckFreshness check => await new FreshnessRunner(session, _diagnostics, clock).RunAsync(watch, check, LateOn(session, check.Node, cancellationToken), cancellationToken),
            PlanStep.LoadSeed seed => await LocateAsync(
                await BuildAsync(watch, step, new Publisher(seed.Target, RelationKind.Table, plan.Existing), StepSql.Of(seed.Sql), RelationKind.Table, session, cancellationToken), seed, session, cancellationToken),
            PlanStep.RunUnitTest test => await new UnitTestRunner(_diagnostics).RunAsync(watch, test, session, cancellationToken),
            PlanStep.RunTest test => await _tests.RunAloneAsync(watch, test.Test, session, cancellationToken),
            _ => throw new ArgumentOutOfRangeException(nameof(step), step, "an unknown step"),
        };
    }

    private async Task<NodeResult> BuildAsync(
        Watch watch, PlanStep step, Publisher publisher, StepSql sql, RelationKind kind, IWarehouseSession session, CancellationToken cancellationToken)
    {
        // What a template does to the database while it is rendered is to be undone where the step fails.
        if (sql.Compiled is { Header: null } known && IsOneStatement(step) && publisher.CanReplace(hasTests: !step.GatingTests.IsEmpty))
        {
            var replace = publisher.Replace(known);
            try
            {
                await session.ExecuteAsync(replace.Text, cancellationToken);

                // It is published by now, whatever happens to the run.
                return watch.Built(await CountAsync(publisher.Target, kind, session, CancellationToken.None));
            }
            catch (WarehouseException e) when (e.Failure != WarehouseFailure.Invalidated)
            {
                return watch.Errored(_diagnostics.For(e, replace, step.Node));
            }
        }

        (CompiledSql Create, GatingOutcome Tests)? aborted = null;
        var result = await InTransactionAsync(watch, step, session, async () =>
        {
            await RunHooksAsync(step.PreHooks, true, step, session, cancellationToken);
            var compiled = await LateOn(session, step.Node, cancellationToken).RenderAsync(sql);
            if (sql.IsDeferred) watch.RenderedSql = compiled;
            var create = step is PlanStep.OfQuery { Contract: { } contract }
                ? await new ContractBuild(contract, publisher, kind, _diagnostics).RunAsync(compiled, session, cancellationToken)
                : await CreateAsync(publisher.CreatePending(compiled), step.Node, session, cancellationToken);
            var tests = await _tests.RunGatingAsync(step.GatingTests, session, cancellationToken);
            if (tests.Failed.IsEmpty)
            {
                await OrErrorAsync(() => session.ExecuteAsync(publisher.Publish(), cancellationToken), CompiledSql.Of(publisher.Publish()), step.Node);
                await MakeIndexesAsync(step, session, cancellationToken);
                await PointToLatestAsync(step.Node, session, cancellationToken);
                await PersistDocsAsync(step.Node, publisher.Target, kind, session, cancellationToken);
                var built = watch.Built(await CountAsync(publisher.Target, kind, session, cancellationToken));
                await RunHooksAsync(step.PostHooks, true, step, session, cancellationToken);
                return built;
            }

            // What hooks and templates have done to the database would be committed with the rejected relation: then nothing is kept.
            if (compiled.Header is not null || HasSideEffects(step, sql)) throw Undo(tests);
            if (tests.IsAborted)
            {
                aborted = (create, tests);
                throw new TestsFailedException(tests.Failed);
            }

            await OrErrorAsync(() => session.ExecuteAsync(publisher.Reject(), cancellationToken), CompiledSql.Of(publisher.Reject()), step.Node);
            return watch.Rejected(tests.Failed, publisher.Rejected);
        }, cancellationToken);
        return aborted is var (statement, outcome) ? await MakeAgainAsync(watch, publisher, statement, outcome, session, cancellationToken) : result;
    }

    // A test's error has ended the transaction, and with it went the relation. It is made once more, outside of one, for the tests
    // that are left and to be looked at: an error in one of these then ends nothing.
    private async Task<NodeResult> MakeAgainAsync(
        Watch watch, Publisher publisher, CompiledSql create, GatingOutcome tests, IWarehouseSession session, CancellationToken cancellationToken)
    {
        try
        {
            await session.ExecuteAsync(create.Text, cancellationToken);
            var failed = tests.Failed.AddRange((await _tests.RunGatingAsync(tests.Rest, session, cancellationToken)).Failed);
            await session.ExecuteAsync(publisher.Reject(), cancellationToken);
            return watch.Rejected(failed, publisher.Rejected);
        }
        catch (OperationCanceledException)
        {
            await session.ExecuteAsync(publisher.DropPending(), CancellationToken.None);
            throw;
        }
        catch (WarehouseException e) when (e.Failure != WarehouseFailure.Invalidated)
        {
            // Tests that have not ended are reported as skipped with the step.
            await session.ExecuteAsync(publisher.DropPending(), CancellationToken.None);
            return watch.Rejected(tests.Failed, null);
        }
    }

    private static bool IsOneStatement(PlanStep step) =>
        step is { PreHooks.IsEmpty: true, PostHooks.IsEmpty: true, Indexes: null } && !PersistedDocs.AreWantedBy(step.Node)
        && step is not PlanStep.OfQuery { Contract: not null } && step.Node is not ModelNode { LatestPointer: not null };

    private async Task<CompiledSql> CreateAsync(CompiledSql create, Node node, IWarehouseSession session, CancellationToken cancellationToken)
    {
        await OrErrorAsync(() => session.ExecuteAsync(create.Text, cancellationToken), create, node);
        return create;
    }

    private async Task PointToLatestAsync(Node node, IWarehouseSession session, CancellationToken cancellationToken)
    {
        if (LatestPointer.StatementsFor(node, plan.Existing) is { } sql) await CreateAsync(CompiledSql.Of(sql), node, session, cancellationToken);
    }

    private async Task MakeIndexesAsync(PlanStep step, IWarehouseSession session, CancellationToken cancellationToken)
    {
        if (step.Indexes is { } indexes) await LateOn(session, step.Node, cancellationToken).RunAsync(indexes);
    }

    private static bool HasSideEffects(PlanStep step, StepSql sql) =>
        sql.IsDeferred || step.PreHooks.Any(hook => hook.InTransaction) || step.GatingTests.Any(test => test.IsDeferred);

    private Task<NodeResult> MaterializeAsync(Watch watch, PlanStep.Materialize step, IWarehouseSession session, CancellationToken cancellationToken) =>
        InPlaceAsync(watch, step, session, async (late, sql) =>
        {
            await late.RunAsync(live => step.Run(live, sql));
            return null;
        }, cancellationToken);

    // What changes stands under its real name at once: where a test fails it is undone as a whole.
    private Task<NodeResult> InPlaceAsync(
        Watch watch, PlanStep.OfQuery step, IWarehouseSession session, Func<LateRendering, CompiledSql, Task<long?>> change, CancellationToken cancellationToken) =>
        InTransactionAsync(watch, step, session, async () =>
        {
            await RunHooksAsync(step.PreHooks, true, step, session, cancellationToken);
            var late = LateOn(session, step.Node, cancellationToken);
            var sql = await late.RenderAsync(step.Sql);
            if (step.Sql.IsDeferred) watch.RenderedSql = sql;
            if (step.Contract is { } contract) await new ContractCheck(contract, _diagnostics).RequireAsync(sql, session, cancellationToken);
            var rows = await change(late, sql);
            if (step is not PlanStep.Materialize) await PersistDocsAsync(step.Node, step.Target, RelationKind.Table, session, cancellationToken);
            var tests = await _tests.RunGatingAsync(step.GatingTests, session, cancellationToken);
            if (!tests.Failed.IsEmpty) throw Undo(tests);
            await PointToLatestAsync(step.Node, session, cancellationToken);
            await RunHooksAsync(step.PostHooks, true, step, session, cancellationToken);
            return watch.Built(rows);
        }, cancellationToken);

    private async Task PersistDocsAsync(Node node, Relation target, RelationKind kind, IWarehouseSession session, CancellationToken cancellationToken)
    {
        if (!PersistedDocs.AreWantedBy(node)) return;
        var columns = await session.ReadColumnsAsync(target, cancellationToken);
        if (PersistedDocs.MissingColumns(node, columns).ToArray() is { Length: > 0 } missing)
            Warn(node, Diagnostic.Of(RunProblems.NoDescribedColumn, node.Span, node.Id, string.Join(", ", missing)));
        var statements = PersistedDocs.StatementsFor(node, target, kind, columns);
        if (statements.Length > 0) await OrErrorAsync(() => session.ExecuteAsync(statements, cancellationToken), CompiledSql.Of(statements), node);
    }

    private async Task RunHooksAsync(ImmutableArray<PlannedHook> hooks, bool inTransaction, PlanStep step, IWarehouseSession session, CancellationToken cancellationToken)
    {
        foreach (var hook in hooks.Where(hook => hook.InTransaction == inTransaction))
            await LateOn(session, step.Node, cancellationToken).RunAsync(live => hook.Run(live, new Dictionary<string, Templating.Values.Value>()));
    }

    // While types are inferred a malformed row is reported without its line; read with nothing to infer it has one.
    private async Task<NodeResult> LocateAsync(NodeResult result, PlanStep.LoadSeed seed, IWarehouseSession session, CancellationToken cancellationToken)
    {
        if (result is not NodeResult.Errored errored || seed.Check is not { } check) return result;
        try
        {
            await session.QueryAsync($"select count(*) from ({check})", 1, cancellationToken);
            return result;
        }
        catch (WarehouseException e) when (e.Failure == WarehouseFailure.Statement)
        {
            return errored with { Diagnostic = _diagnostics.For(e, seed.Sql, seed.Node) };
        }
    }

    // Stored tables know their count; a view would have to be run for it.
    private static async Task<long?> CountAsync(Relation relation, RelationKind kind, IWarehouseSession session, CancellationToken cancellationToken)
    {
        if (kind == RelationKind.View) return null;
        var result = await session.QueryAsync($"select count(*) from {relation.ToSql()}", 1, cancellationToken);
        return (long?)result.Rows[0][0];
    }

    // A failed statement has aborted the transaction already, and a commit would report success and discard everything: always roll back.
    private async Task<NodeResult> InTransactionAsync(Watch watch, PlanStep step, IWarehouseSession session, Func<Task<NodeResult>> work, CancellationToken cancellationToken)
    {
        try
        {
            await RunHooksAsync(step.PreHooks, false, step, session, cancellationToken);
        }
        catch (DiagnosticException e)
        {
            return watch.Errored(e.Diagnostic);
        }

        await session.ExecuteAsync("begin transaction", cancellationToken);
        NodeResult result;
        try
        {
            result = await work();
        }
        catch (TestsFailedException e)
        {
            await session.ExecuteAsync("rollback", CancellationToken.None);
            return watch.Rejected(e.Tests, null);
        }
        catch (DiagnosticException e)
        {
            await session.ExecuteAsync("rollback", CancellationToken.None);
            return watch.Errored(e.Diagnostic);
        }
        catch (OperationCanceledException)
        {
            await session.ExecuteAsync("rollback", CancellationToken.None);
            throw;
        }

        try
        {
            // Not to be cancelled: nobody could say then whether it took effect.
            await session.ExecuteAsync("commit", CancellationToken.None);
            if (!result.IsFailure) await RunHooksAsync(step.PostHooks, false, step, session, cancellationToken);
            return result;
        }
        catch (DiagnosticException e)
        {
            return watch.Errored(e.Diagnostic);
        }
        catch (WarehouseException e) when (e.Failure != WarehouseFailure.Invalidated)
        {
            // A commit that is refused, by a conflict say, has rolled back.
            return watch.Errored(Diagnostic.Of(RunProblems.SqlFailed, null, $"nothing was published: {e.Message}") with { Hint = e.Hint });
        }
    }

    private TestsFailedException Undo(GatingOutcome tests)
    {
        foreach (var test in tests.Rest) report(new RunEvent.Finished(test.Node, Watch.Start(test.Node, clock).Skipped(tests.Failed[^1])));
        return new TestsFailedException(tests.Failed);
    }

    private void Warn(Node node, Diagnostic warning) => report(new RunEvent.Said(node, new Contexts.TemplateMessage(warning.Message, warning)));

    private LateRendering LateOn(IWarehouseSession session, Node node, CancellationToken cancellationToken) =>
        new(session, message => report(new RunEvent.Said(node, message)), cancellationToken);

    private async Task<T> OrErrorAsync<T>(Func<Task<T>> run, CompiledSql sql, Node node)
    {
        try
        {
            return await run();
        }
        catch (WarehouseException e) when (e.Failure != WarehouseFailure.Invalidated)
        {
            throw new DiagnosticException(_diagnostics.For(e, sql, node), e);
        }
    }

    /// <summary>What failed its tests is undone.</summary>
    private sealed class TestsFailedException(ImmutableArray<NodeId> tests) : Exception
    {
        public ImmutableArray<NodeId> Tests { get; } = tests;
    }
}
