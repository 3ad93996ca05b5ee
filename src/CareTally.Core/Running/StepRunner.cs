using System.Collections.Immutable;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Core.Running;

/// <summary>Runs one step on one session: makes the relation, runs its gating tests, publishes or rejects it, in one transaction.</summary>
internal sealed class StepRunner(Catalog existing, TimeProvider clock, Action<RunEvent> report)
{
    /// <summary>How it ended; the results of its tests have been reported by then.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled, and nothing of it remains.</exception>
    /// <exception cref="WarehouseException">The database itself is broken (<see cref="WarehouseFailure.Invalidated"/>).</exception>
    public async Task<NodeResult> RunAsync(PlanStep step, IWarehouseSession session, CancellationToken cancellationToken)
    {
        var watch = Watch.Start(step.Node, clock);
        var result = step switch
        {
            PlanStep.BuildModel model => await BuildAsync(watch, step, new Publisher(model.Target, model.Kind, existing), model.Sql, model.Kind, session, cancellationToken),
            PlanStep.Materialize model => await MaterializeAsync(watch, model, session, cancellationToken),
            PlanStep.LoadSeed seed => await LocateAsync(
                await BuildAsync(watch, step, new Publisher(seed.Target, RelationKind.Table, existing), StepSql.Of(seed.Sql), RelationKind.Table, session, cancellationToken), seed, session, cancellationToken),
            PlanStep.RunTest test => await RunTestAloneAsync(watch, test.Test, session, cancellationToken),
            PlanStep.RunUnitTest test => await UnitTestRunner.RunAsync(watch, test, session, cancellationToken),
            _ => throw new ArgumentOutOfRangeException(nameof(step), step, "an unknown step"),
        };
        report(new RunEvent.Finished(step.Node, result));
        return result;
    }

    private async Task<NodeResult> BuildAsync(
        Watch watch, PlanStep step, Publisher publisher, StepSql sql, RelationKind kind, IWarehouseSession session, CancellationToken cancellationToken)
    {
        // What a template does to the database while it is rendered is to be undone where the step fails.
        if (sql.Compiled is { } known && step.PreHooks.IsEmpty && step.PostHooks.IsEmpty && publisher.CanReplace(hasTests: !step.GatingTests.IsEmpty))
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
                return watch.Errored(SqlDiagnostics.For(e, replace, step.Node.Span));
            }
        }

        return await InTransactionAsync(watch, step, session, async () =>
        {
            await RunHooksAsync(step.PreHooks, true, step, session, cancellationToken);
            var compiled = await LateOn(session, step.Node, cancellationToken).RenderAsync(sql);
            if (sql.IsDeferred) watch.RenderedSql = compiled;
            var create = publisher.CreatePending(compiled);
            await OrErrorAsync(() => session.ExecuteAsync(create.Text, cancellationToken), create, step.Node);
            var failed = await RunGatingTestsAsync(step, session, cancellationToken);
            if (failed.IsEmpty)
            {
                await OrErrorAsync(() => session.ExecuteAsync(publisher.Publish(), cancellationToken), CompiledSql.Of(publisher.Publish()), step.Node);
                var built = watch.Built(await CountAsync(publisher.Target, kind, session, cancellationToken));
                await RunHooksAsync(step.PostHooks, true, step, session, cancellationToken);
                return built;
            }

            // What hooks and templates have done to the database would be committed with the rejected relation: then nothing is kept.
            if (HasSideEffects(step, sql)) throw new TestsFailedException(failed);
            await OrErrorAsync(() => session.ExecuteAsync(publisher.Reject(), cancellationToken), CompiledSql.Of(publisher.Reject()), step.Node);
            return watch.Rejected(failed, publisher.Rejected);
        }, cancellationToken);
    }

    private static bool HasSideEffects(PlanStep step, StepSql sql) =>
        sql.IsDeferred || step.PreHooks.Any(hook => hook.InTransaction) || step.GatingTests.Any(test => test.RunSql.IsDeferred);

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
            var late = LateOn(session, step.Node, cancellationToken);
            var sql = await late.RenderAsync(step.Sql);
            if (step.Sql.IsDeferred) watch.RenderedSql = sql;
            var rows = await change(late, sql);
            var failed = await RunGatingTestsAsync(step, session, cancellationToken);
            return failed.IsEmpty ? watch.Built(rows) : throw new TestsFailedException(failed);
        }, cancellationToken);

    private async Task RunHooksAsync(ImmutableArray<PlannedHook> hooks, bool inTransaction, PlanStep step, IWarehouseSession session, CancellationToken cancellationToken)
    {
        foreach (var hook in hooks.Where(hook => hook.InTransaction == inTransaction))
            await LateOn(session, step.Node, cancellationToken).RunAsync(live => hook.Run(live, new Dictionary<string, Templating.Values.Value>()));
    }

    // While types are inferred a malformed row is reported without its line; read with nothing to infer it has one.
    private static async Task<NodeResult> LocateAsync(NodeResult result, PlanStep.LoadSeed seed, IWarehouseSession session, CancellationToken cancellationToken)
    {
        if (result is not NodeResult.Errored errored || seed.Check is not { } check) return result;
        try
        {
            await session.QueryAsync($"select count(*) from ({check})", 1, cancellationToken);
            return result;
        }
        catch (WarehouseException e) when (e.Failure == WarehouseFailure.Statement)
        {
            return errored with { Diagnostic = SqlDiagnostics.For(e, seed.Sql, seed.Node.Span) };
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

    // What a test's template does to the database while it is rendered never stays.
    private async Task<NodeResult> RunTestAloneAsync(Watch watch, PlannedTest test, IWarehouseSession session, CancellationToken cancellationToken)
    {
        if (!test.RunSql.IsDeferred) return await RunTestAsync(watch, test, session, cancellationToken);
        await session.ExecuteAsync("begin transaction", cancellationToken);
        try
        {
            return await RunTestAsync(watch, test, session, cancellationToken);
        }
        finally
        {
            await session.ExecuteAsync("rollback", CancellationToken.None);
        }
    }

    private async Task<ImmutableArray<NodeId>> RunGatingTestsAsync(PlanStep step, IWarehouseSession session, CancellationToken cancellationToken)
    {
        var failed = ImmutableArray.CreateBuilder<NodeId>();
        foreach (var test in step.GatingTests)
        {
            report(new RunEvent.Started(test.Node));
            var result = await RunTestAsync(Watch.Start(test.Node, clock), test, session, cancellationToken);
            report(new RunEvent.Finished(test.Node, result));
            if (!result.IsFailure) continue;
            failed.Add(test.Node.Id);

            // The error has ended the transaction: the remaining tests have nothing to look at.
            if (result is NodeResult.Errored)
            {
                foreach (var rest in step.GatingTests.Skip(step.GatingTests.IndexOf(test) + 1))
                    report(new RunEvent.Finished(rest.Node, Watch.Start(rest.Node, clock).Skipped(test.Node.Id)));
                throw new TestsFailedException(failed.ToImmutable());
            }
        }

        return failed.ToImmutable();
    }

    private LateRendering LateOn(IWarehouseSession session, Node node, CancellationToken cancellationToken) =>
        new(session, message => report(new RunEvent.Said(node, message)), cancellationToken);

    private async Task<NodeResult> RunTestAsync(Watch watch, PlannedTest test, IWarehouseSession session, CancellationToken cancellationToken)
    {
        var sql = CompiledSql.Of("");
        try
        {
            sql = await LateOn(session, test.Node, cancellationToken).RenderAsync(test.RunSql);
            if (test.RunSql.IsDeferred) watch.RenderedSql = sql;
            var outcome = TestOutcome.Read(await session.QueryAsync(sql.Text, 2, cancellationToken), test.Node);
            if (outcome.ShouldError && !test.Node.Rules.IsWarning) return watch.TestFailed(outcome.Failures);
            return outcome.ShouldWarn ? watch.Warned(outcome.Failures) : watch.Passed();
        }
        catch (WarehouseException e) when (e.Failure != WarehouseFailure.Invalidated)
        {
            return watch.Errored(SqlDiagnostics.For(e, sql, test.Node.Span));
        }
        catch (DiagnosticException e)
        {
            return watch.Errored(e.Diagnostic);
        }
    }

    private static async Task<T> OrErrorAsync<T>(Func<Task<T>> run, CompiledSql sql, Node node)
    {
        try
        {
            return await run();
        }
        catch (WarehouseException e) when (e.Failure != WarehouseFailure.Invalidated)
        {
            throw new DiagnosticException(SqlDiagnostics.For(e, sql, node.Span), e);
        }
    }

    /// <summary>A gating test ended in an error of the database, and with it the transaction; or what failed cannot be kept aside.</summary>
    private sealed class TestsFailedException(ImmutableArray<NodeId> tests) : Exception
    {
        public ImmutableArray<NodeId> Tests { get; } = tests;
    }
}
