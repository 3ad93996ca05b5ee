using System.Collections.Immutable;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Core.Running;

/// <summary>What became of the tests that gate a step.</summary>
/// <param name="Failed">Those that failed or could not be run.</param>
/// <param name="IsAborted">Whether the error of the last of them has ended the transaction.</param>
/// <param name="Rest">Those that were therefore not run.</param>
internal sealed record GatingOutcome(ImmutableArray<NodeId> Failed, bool IsAborted, ImmutableArray<PlannedTest> Rest);

/// <summary>Runs tests on one session.</summary>
internal sealed class TestRunner(Plan plan, TimeProvider clock, Action<RunEvent> report)
{
    private readonly SqlDiagnostics _diagnostics = new(plan.Project.Root);

    /// <summary>Whether a test that would only warn fails.</summary>
    public bool WarningsFail { get; set; }

    /// <summary>
    /// Runs a test that gates nothing. What its template does to the database while it is rendered never stays, but where the rows found
    /// are to be kept.
    /// </summary>
    public async Task<NodeResult> RunAloneAsync(Watch watch, PlannedTest test, IWarehouseSession session, CancellationToken cancellationToken)
    {
        if (!test.IsDeferred && test.StoreSql is null) return await RunAsync(watch, test, session, cancellationToken);
        await session.ExecuteAsync("begin transaction", cancellationToken);
        var end = "rollback";
        try
        {
            var result = await RunAsync(watch, test, session, cancellationToken);
            if (test.StoreSql is not null && result is not NodeResult.Errored) end = "commit";
            return result;
        }
        finally
        {
            await session.ExecuteAsync(end, CancellationToken.None);
        }
    }

    /// <summary>
    /// Runs tests one after the other, in a transaction where there is one, and reports them; stops where the transaction has ended. Where one
    /// fails, what they have stored is saved.
    /// </summary>
    public async Task<GatingOutcome> RunGatingAsync(
        ImmutableArray<PlannedTest> tests, IWarehouseSession session, StoredFailures stored, CancellationToken cancellationToken)
    {
        var failed = ImmutableArray.CreateBuilder<NodeId>();
        var unsaved = new List<DataTestNode>();
        for (var i = 0; i < tests.Length; i++)
        {
            var node = tests[i].Node;
            report(new RunEvent.Started(node));
            var result = await RunAsync(Watch.Start(node, clock), tests[i], session, cancellationToken);
            report(new RunEvent.Finished(node, result));
            if (result.IsFailure) failed.Add(node.Id);
            if (result is not NodeResult.Errored) unsaved.Add(node);
            if (failed.Count == 0) continue;
            if (result is NodeResult.Errored && !await IsUsableAsync(session, cancellationToken)) return new GatingOutcome(failed.ToImmutable(), true, tests[(i + 1)..]);
            foreach (var test in unsaved) await stored.SaveAsync(test, cancellationToken);
            unsaved.Clear();
        }

        return new GatingOutcome(failed.ToImmutable(), false, []);
    }

    private LateRendering LateOn(IWarehouseSession session, Node node, CancellationToken cancellationToken) =>
        new(session, message => report(new RunEvent.Said(node, message)), cancellationToken);

    // A name that does not exist leaves a transaction alone, a value that cannot be converted ends it: the database is asked which it was.
    private static async Task<bool> IsUsableAsync(IWarehouseSession session, CancellationToken cancellationToken)
    {
        try
        {
            await session.QueryAsync("select 1", 1, cancellationToken);
            return true;
        }
        catch (WarehouseException e) when (e.Failure == WarehouseFailure.Statement)
        {
            return false;
        }
    }

    private async Task<NodeResult> RunAsync(Watch watch, PlannedTest test, IWarehouseSession session, CancellationToken cancellationToken)
    {
        var sql = CompiledSql.Of("");
        try
        {
            if (test.StoreSql is { } store)
            {
                sql = await LateOn(session, test.Node, cancellationToken).RenderAsync(store);
                await session.ExecuteAsync(Publisher.DropIfExists(test.Node.Store!.Relation, plan.Existing) + sql.Text, cancellationToken);
            }

            sql = await LateOn(session, test.Node, cancellationToken).RenderAsync(test.RunSql);
            if (test.RunSql.IsDeferred) watch.RenderedSql = sql;
            var outcome = TestOutcome.Read(await session.QueryAsync(sql.Text, 2, cancellationToken), test.Node);
            if ((outcome.ShouldError && !test.Node.Rules.IsWarning) || (outcome.ShouldWarn && WarningsFail)) return watch.TestFailed(outcome.Failures);
            return outcome.ShouldWarn ? watch.Warned(outcome.Failures) : watch.Passed();
        }
        catch (WarehouseException e) when (e.Failure != WarehouseFailure.Invalidated)
        {
            return watch.Errored(_diagnostics.For(e, sql, test.Node));
        }
        catch (DiagnosticException e)
        {
            return watch.Errored(e.Diagnostic);
        }
    }
}
