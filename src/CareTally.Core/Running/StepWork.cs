using System.Collections.Immutable;
using CareTally.Core.Contexts;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Core.Running;

/// <summary>One step on one session: its transaction, and what every kind of step does inside it.</summary>
internal sealed class StepWork(
    Plan plan, PlanStep step, IWarehouseSession session, TestRunner tests, TimeProvider clock, Action<RunEvent> report, CancellationToken cancellationToken) : IDisposable
{
    private readonly StoredFailures _stored = new(plan, session, report);

    public PlanStep Step => step;

    /// <summary>The rows of files that the step cannot read; null where these are failures.</summary>
    public RejectedRows? Rejected { get; init; }

    public IWarehouseSession Session => session;

    public CancellationToken CancellationToken => cancellationToken;

    public SqlDiagnostics Diagnostics { get; } = new(plan.Project.Root);

    /// <summary>Renders on the session.</summary>
    public LateRendering Late => new(session, message => report(new RunEvent.Said(step.Node, message)), cancellationToken);

    /// <summary>
    /// Does something in a transaction. A failed statement has aborted it already, and a commit would report success and discard
    /// everything: so it is always rolled back then.
    /// </summary>
    public async Task<NodeResult> InTransactionAsync(Watch watch, Func<Task<NodeResult>> work)
    {
        try
        {
            await RunHooksAsync(step.PreHooks, false);
        }
        catch (DiagnosticException e)
        {
            return watch.Errored(e.Diagnostic);
        }

        Rejected?.BeginToUnpack();
        while (true)
        {
            await session.ExecuteAsync("begin transaction", cancellationToken);
            NodeResult result;
            try
            {
                result = await work();
                if (Rejected is not null && !result.IsFailure) result = result with { Unreadable = await Rejected.KeepAsync(clock.GetUtcNow()) };
            }
            catch (TestsFailedException e)
            {
                await session.ExecuteAsync("rollback", CancellationToken.None);
                await _stored.RestoreAsync();
                return watch.Rejected(e.Tests, null);
            }
            catch (DiagnosticException e)
            {
                await session.ExecuteAsync("rollback", CancellationToken.None);
                if (Rejected is null) return watch.Errored(e.Diagnostic);
                var (isMended, failure) = await Rejected.MendAsync(e.Diagnostic);
                if (!isMended) return watch.Errored(failure);
                continue;
            }
            catch (OperationCanceledException)
            {
                await session.ExecuteAsync("rollback", CancellationToken.None);
                throw;
            }

            result = await CommitAsync(watch, result);
            foreach (var rows in result.Unreadable) Warn(Diagnostic.Of(RunProblems.UnreadableRows, step.Node.Span, rows));
            return result;
        }
    }

    /// <summary>Runs tests that decide about the step.</summary>
    public Task<GatingOutcome> RunTestsAsync(ImmutableArray<PlannedTest> gating) => tests.RunGatingAsync(gating, session, _stored, cancellationToken);

    /// <summary>What undoes the step where tests have failed; those that cannot be run any more are reported.</summary>
    public TestsFailedException Undo(GatingOutcome outcome)
    {
        foreach (var test in outcome.Rest) report(new RunEvent.Finished(test.Node, Watch.Start(test.Node, clock).Skipped(outcome.Failed[^1])));
        return new TestsFailedException(outcome.Failed);
    }

    public async Task RunHooksAsync(ImmutableArray<PlannedHook> hooks, bool inTransaction)
    {
        foreach (var hook in hooks.Where(hook => hook.InTransaction == inTransaction))
            await Late.RunAsync(live => hook.Run(live, new Dictionary<string, Templating.Values.Value>()));
    }

    /// <summary>Executes SQL; what the database says against it points into the template.</summary>
    public async Task ExecuteAsync(CompiledSql sql)
    {
        try
        {
            await session.ExecuteAsync(sql.Text, cancellationToken);
        }
        catch (WarehouseException e) when (e.Failure != WarehouseFailure.Invalidated)
        {
            throw new DiagnosticException(Diagnostics.For(e, sql, step.Node), e);
        }
    }

    /// <summary>Whether rows of the step may have to be taken away again.</summary>
    public bool Forgets => plan.Forgetting?.Concerns(step.Node) == true;

    /// <summary>Takes away what was purged and has come back with the rows of the step.</summary>
    public async Task ForgetAsync(Relation made)
    {
        if (!Forgets) return;
        var columns = await session.ReadColumnsAsync(made, cancellationToken);
        var erased = await session.QueryAsync($"select 1 from {plan.Forgetting!.Records.Erasures.ToSql()} where hash <> '{PrivacyRecords.SaltRow}' limit 1", 1, cancellationToken);
        if (plan.Forgetting.StatementsFor((RelationNode)step.Node, made, columns, isAnyoneErased: !erased.Rows.IsEmpty) is { Length: > 0 } statements) await ExecuteAsync(CompiledSql.Of(statements));
    }

    /// <summary>Points the name without a version to the newest one, where that is wanted.</summary>
    public async Task PointToLatestAsync()
    {
        if (LatestPointer.StatementsFor(step.Node, plan.Existing) is { } sql) await ExecuteAsync(CompiledSql.Of(sql));
    }

    /// <summary>Writes descriptions into the database, where that is wanted.</summary>
    public async Task PersistDocsAsync(Relation target, RelationKind kind)
    {
        if (!PersistedDocs.AreWantedBy(step.Node)) return;
        var columns = await session.ReadColumnsAsync(target, cancellationToken);
        if (PersistedDocs.MissingColumns(step.Node, columns).ToArray() is { Length: > 0 } missing)
            Warn(Diagnostic.Of(RunProblems.NoDescribedColumn, step.Node.Span, step.Node.Id, string.Join(", ", missing)));
        var statements = PersistedDocs.StatementsFor(step.Node, target, kind, columns);
        if (statements.Length > 0) await ExecuteAsync(CompiledSql.Of(statements));
    }

    /// <summary>Tells what is worth knowing of the step.</summary>
    public void Warn(Diagnostic warning) => report(new RunEvent.Said(step.Node, new TemplateMessage(warning.Message, warning)));

    public void Dispose() => _stored.Dispose();

    private async Task<NodeResult> CommitAsync(Watch watch, NodeResult result)
    {
        try
        {
            // Not to be cancelled: nobody could say then whether it took effect.
            await session.ExecuteAsync("commit", CancellationToken.None);
        }
        catch (WarehouseException e) when (e.Failure != WarehouseFailure.Invalidated)
        {
            // A commit that is refused, by a conflict say, has rolled back.
            return watch.Errored(Diagnostic.Of(RunProblems.SqlFailed, null, $"nothing was published: {e.Message}") with { Hint = e.Hint });
        }

        if (result.IsFailure) return result;
        try
        {
            await RunHooksAsync(step.PostHooks, false);
            return result;
        }
        catch (DiagnosticException e)
        {
            return watch.Errored(e.Diagnostic);
        }
        catch (OperationCanceledException)
        {
            return watch.Errored(Diagnostic.Of(RunProblems.HooksInterrupted, step.Node.Span, step.Node.Name));
        }
    }
}

/// <summary>What failed its tests is undone.</summary>
internal sealed class TestsFailedException(ImmutableArray<NodeId> tests) : Exception
{
    public ImmutableArray<NodeId> Tests { get; } = tests;
}
