using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Core.Running;

/// <summary>Makes a relation anew, has it tested, and puts it in the old one's place or aside.</summary>
internal sealed class RelationBuild(StepWork work, Publisher publisher, RelationKind kind)
{
    private readonly PlanStep _step = work.Step;
    private readonly IWarehouseSession _session = work.Session;

    public async Task<NodeResult> RunAsync(Watch watch, StepSql sql)
    {
        // What a template does to the database while it is rendered is to be undone where the step fails.
        if (sql.Compiled is { Header: null } known && IsOneStatement && publisher.CanReplace(hasTests: !_step.GatingTests.IsEmpty)) return await ReplaceAsync(watch, known);
        (CompiledSql Create, GatingOutcome Tests)? aborted = null;
        var result = await work.InTransactionAsync(watch, async () =>
        {
            await work.RunHooksAsync(_step.PreHooks, true);
            var compiled = await work.Late.RenderAsync(sql);
            if (sql.IsDeferred) watch.RenderedSql = compiled;
            var create = await CreateAsync(compiled);
            if (kind == RelationKind.Table) await work.ForgetAsync(publisher.Pending);
            var tests = await work.RunTestsAsync(_step.GatingTests);
            if (tests.Failed.IsEmpty) return await PublishAsync(watch);

            // What hooks and templates have done to the database would be committed with the rejected relation: then nothing is kept.
            if (compiled.Header is not null || HasSideEffects(sql)) throw work.Undo(tests);
            if (tests.IsAborted)
            {
                aborted = (create, tests);
                throw new TestsFailedException(tests.Failed);
            }

            await work.ExecuteAsync(CompiledSql.Of(publisher.Reject()));
            return watch.Rejected(tests.Failed, publisher.Rejected);
        });
        return aborted is var (statement, outcome) ? await MakeAgainAsync(watch, statement, outcome) : result;
    }

    private bool IsOneStatement =>
        work.Rejected is null && !(work.Forgets && kind == RelationKind.Table) && _step is { PreHooks.IsEmpty: true, PostHooks.IsEmpty: true, Indexes: null } && !PersistedDocs.AreWantedBy(_step.Node)
        && _step is not PlanStep.OfQuery { Contract: not null } && _step.Node is not ModelNode { LatestPointer: not null };

    private async Task<NodeResult> ReplaceAsync(Watch watch, CompiledSql sql)
    {
        try
        {
            await work.ExecuteAsync(publisher.Replace(sql));
        }
        catch (DiagnosticException e)
        {
            return watch.Errored(e.Diagnostic);
        }

        // It is published by now, whatever happens to the run.
        return watch.Built(await CountAsync(CancellationToken.None));
    }

    private async Task<CompiledSql> CreateAsync(CompiledSql query)
    {
        if (_step is PlanStep.OfQuery { Contract: { } contract })
            return await new ContractBuild(contract, publisher, kind, work.Diagnostics).RunAsync(query, _session, work.CancellationToken);
        var create = publisher.CreatePending(query);
        await work.ExecuteAsync(create);
        return create;
    }

    private async Task<NodeResult> PublishAsync(Watch watch)
    {
        await work.ExecuteAsync(CompiledSql.Of(publisher.Publish()));
        if (_step.Indexes is { } indexes) await work.Late.RunAsync(indexes);
        await work.PointToLatestAsync();
        await work.PersistDocsAsync(publisher.Target, kind);
        var built = watch.Built(await CountAsync(work.CancellationToken));
        await work.RunHooksAsync(_step.PostHooks, true);
        return built;
    }

    // A test's error has ended the transaction, and with it went the relation. It is made once more, outside of one, for the tests
    // that are left and to be looked at: an error in one of these then ends nothing.
    private async Task<NodeResult> MakeAgainAsync(Watch watch, CompiledSql create, GatingOutcome tests)
    {
        try
        {
            await _session.ExecuteAsync(create.Text, work.CancellationToken);
            if (kind == RelationKind.Table) await work.ForgetAsync(publisher.Pending);
            var failed = tests.Failed.AddRange((await work.RunTestsAsync(tests.Rest)).Failed);
            await _session.ExecuteAsync(publisher.Reject(), work.CancellationToken);
            return watch.Rejected(failed, publisher.Rejected);
        }
        catch (OperationCanceledException)
        {
            await _session.ExecuteAsync(publisher.DropPending(), CancellationToken.None);
            throw;
        }
        catch (WarehouseException e) when (e.Failure != WarehouseFailure.Invalidated)
        {
            // Tests that have not ended are reported as skipped with the step.
            await _session.ExecuteAsync(publisher.DropPending(), CancellationToken.None);
            return watch.Rejected(tests.Failed, null);
        }
    }

    private bool HasSideEffects(StepSql sql) =>
        sql.IsDeferred || _step.PreHooks.Any(hook => hook.InTransaction) || _step.GatingTests.Any(test => test.IsDeferred);

    // Stored tables know their count; a view would have to be run for it.
    private async Task<long?> CountAsync(CancellationToken cancellationToken)
    {
        if (kind == RelationKind.View) return null;
        var result = await _session.QueryAsync($"select count(*) from {publisher.Target.ToSql()}", 1, cancellationToken);
        return (long?)result.Rows[0][0];
    }
}
