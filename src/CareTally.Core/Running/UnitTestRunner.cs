using System.Collections.Immutable;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Core.Running;

/// <summary>Runs one unit test on a session of a database in memory: makes its tables, runs its query, compares.</summary>
/// <param name="diagnostics">Says what the database says.</param>
internal sealed class UnitTestRunner(SqlDiagnostics diagnostics)
{
    /// <exception cref="WarehouseException">The database itself is broken (<see cref="WarehouseFailure.Invalidated"/>).</exception>
    public async Task<NodeResult> RunAsync(Watch watch, PlanStep.RunUnitTest step, IWarehouseSession session, CancellationToken cancellationToken)
    {
        try
        {
            if (step.Test.ExpectedText is { } text) return watch.Compared(UnitTestComparer.Compare(text, step.Sql.Text));
            await MakeTablesAsync(step, session, cancellationToken);
            return watch.Compared(step is { Change: null, Functions.IsEmpty: true, Sql.Header: null }
                ? await CompareAsync(step, step.Sql, session, cancellationToken)
                : await PreparedAsync(step, session, cancellationToken));
        }
        catch (DiagnosticException e)
        {
            return watch.Errored(e.Diagnostic);
        }
        finally
        {
            // The next test must not find them; where the database has failed, nobody will.
            if (!step.Given.IsEmpty && !cancellationToken.IsCancellationRequested) await CleanUpAsync(session, string.Join(";\n", step.Given.Select(table => $"drop table if exists {table.Name}")));
        }
    }

    // All at once, and one by one to see which is wrong.
    private async Task MakeTablesAsync(PlanStep.RunUnitTest step, IWarehouseSession session, CancellationToken cancellationToken)
    {
        var statements = step.Given.Select(table => table.Query.Wrap($"create or replace temp table {table.Name} as\n", "")).ToArray();
        try
        {
            await session.ExecuteAsync(string.Join("\n;\n", statements.Select(statement => statement.Text)), cancellationToken);
        }
        catch (WarehouseException e) when (e.Failure == WarehouseFailure.Statement)
        {
            for (var i = 0; i < statements.Length; i++) await OrErrorAsync(() => session.ExecuteAsync(statements[i].Text, cancellationToken), statements[i], step.Test, step.Given[i].Span);
        }
    }

    // What is made is undone, with its schema: no other session ever sees it, and the next test of the model makes it again on this one.
    private Task<UnitTestDiff?> PreparedAsync(PlanStep.RunUnitTest step, IWarehouseSession session, CancellationToken cancellationToken) => UndoneAsync(session, async () =>
    {
        var rendering = new LateRendering(session, _ => { }, cancellationToken);
        if (step.Change is not null || !step.Functions.IsEmpty) await session.ExecuteAsync($"create schema {SqlText.Identifier(PlanStep.RunUnitTest.SchemaOf(step.Test))}", cancellationToken);
        foreach (var function in step.Functions)
        {
            await rendering.RunAsync(live =>
            {
                new FunctionBuild(function, diagnostics, live).Run(function.Sql.Compiled!);
                return true;
            });
        }

        if (step.Change is { } change) return await ChangeAsync(step, change, rendering, session, cancellationToken);
        if (step.Sql.Header is { } header) await OrErrorAsync(() => session.ExecuteAsync(header, cancellationToken), CompiledSql.Of(header), step.Test, step.Test.Span);
        return await CompareAsync(step, step.Sql, session, cancellationToken);
    }, cancellationToken);

    private async Task<UnitTestDiff?> ChangeAsync(PlanStep.RunUnitTest step, PlanStep.OfQuery change, LateRendering rendering, IWarehouseSession session, CancellationToken cancellationToken)
    {
        if (step.Before is { } before)
        {
            var statement = before.Query.Wrap($"create table {before.Name} as\n", "");
            await OrErrorAsync(() => session.ExecuteAsync(statement.Text, cancellationToken), statement, step.Test, before.Span);
        }

        await rendering.RunAsync(live => change switch
        {
            PlanStep.TakeSnapshot snapshot => new SnapshotRunner(snapshot, diagnostics, live).Run(step.Sql),
            PlanStep.ChangeModel model => new TableChange(model, diagnostics, live).Apply(step.Sql),
            _ => throw new ArgumentOutOfRangeException(nameof(change), change.Node.Id, "changes no table in place"),
        });
        return await CompareAsync(step, CompiledSql.Of($"select * from {change.Target.ToSql()}"), session, cancellationToken);
    }

    private static async Task<UnitTestDiff?> UndoneAsync(IWarehouseSession session, Func<Task<UnitTestDiff?>> work, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync("begin transaction", cancellationToken);
        try
        {
            return await work();
        }
        finally
        {
            await CleanUpAsync(session, "rollback");
        }
    }

    private async Task<UnitTestDiff?> CompareAsync(PlanStep.RunUnitTest step, CompiledSql sql, IWarehouseSession session, CancellationToken cancellationToken)
    {
        var rows = step.Test.Expected!;
        var columns = await OrErrorAsync(() => session.DescribeAsync(sql.Text, cancellationToken), sql, step.Test, step.Test.Span);
        var compared = await ComparedAsync(rows, columns, step, session, cancellationToken);
        var both = CompiledSql.Concat(Texts(sql, compared, "false"), CompiledSql.Of("\nunion all\n"), Texts(UnitTestSql.For(rows, compared), compared, "true"));
        var result = await OrErrorAsync(() => session.QueryAsync(both.Text, null, cancellationToken), both, step.Test, step.Test.Span);
        var cells = result.Rows.ToLookup(row => (bool)row[0]!, row => row.Skip(1).Select(cell => (string?)cell).ToArray());
        return UnitTestComparer.Compare([.. compared.Select(column => column.Name)], cells[true], cells[false]);
    }

    // Those that the expected rows name; where there are no such rows, all.
    private async Task<ImmutableArray<Column>> ComparedAsync(
        UnitTestRows rows, ImmutableArray<Column> columns, PlanStep.RunUnitTest step, IWarehouseSession session, CancellationToken cancellationToken)
    {
        if (rows.Sql is null && rows.Rows.IsEmpty) return columns;
        if (UnitTestSql.UnknownColumns(rows, columns, "the result").FirstOrDefault() is { } unknown) throw new DiagnosticException(unknown);
        if (rows.Sql is null) return [.. rows.Columns.Select(cell => Find(columns, cell.Column)!)];
        var query = UnitTestSql.For(rows, []);
        var named = await OrErrorAsync(() => session.DescribeAsync(query.Text, cancellationToken), query, step.Test, step.Test.Span);
        if (named.FirstOrDefault(column => Find(columns, column.Name) is null) is { } missing) throw new DiagnosticException(UnitTestSql.UnknownColumn(missing.Name, rows.Span, columns, "the result"));
        return [.. named.Select(column => Find(columns, column.Name)!)];
    }

    private static Column? Find(ImmutableArray<Column> columns, string name) => columns.FirstOrDefault(column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    // As texts that the engine makes of values of the same type: what is equal there is equal here.
    private static CompiledSql Texts(CompiledSql query, ImmutableArray<Column> columns, string isExpected) => query.Wrap(
        $"select {isExpected}, {string.Join(", ", columns.Select(column => $"cast(cast({SqlText.Identifier(column.Name)} as {column.DataType}) as varchar)"))} from (\n", "\n)");

    private static async Task CleanUpAsync(IWarehouseSession session, string sql)
    {
        try
        {
            await session.ExecuteAsync(sql, CancellationToken.None);
        }
        catch (WarehouseException e) when (e.Failure == WarehouseFailure.Invalidated)
        {
            // What has broken it is being reported, and with the database its tables are gone.
        }
    }

    private async Task<T> OrErrorAsync<T>(Func<Task<T>> run, CompiledSql sql, Node test, SourceSpan span)
    {
        try
        {
            return await run();
        }
        catch (WarehouseException e) when (e.Failure != WarehouseFailure.Invalidated)
        {
            throw new DiagnosticException(diagnostics.For(e, sql, test, span), e);
        }
    }
}
