using System.Collections.Immutable;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Core.Running;

/// <summary>Runs one unit test on a session of a database in memory: makes its tables, runs its query, compares.</summary>
internal static class UnitTestRunner
{
    /// <exception cref="WarehouseException">The database itself is broken (<see cref="WarehouseFailure.Invalidated"/>).</exception>
    public static async Task<NodeResult> RunAsync(Watch watch, PlanStep.RunUnitTest step, IWarehouseSession session, CancellationToken cancellationToken)
    {
        try
        {
            if (step.Test.ExpectedText is { } text) return watch.Compared(UnitTestComparer.Compare(text, step.Sql.Text));
            foreach (var table in step.Given) await ExecuteAsync(session, table.Query.Wrap($"create or replace temp table {table.Name} as\n", ""), table.Span, cancellationToken);
            return watch.Compared(await CompareAsync(step, session, cancellationToken));
        }
        catch (DiagnosticException e)
        {
            return watch.Errored(e.Diagnostic);
        }
        finally
        {
            // The next test must not find them; where the database has failed, nobody will.
            if (!step.Given.IsEmpty && !cancellationToken.IsCancellationRequested) await DropAsync(step, session);
        }
    }

    private static async Task<UnitTestDiff?> CompareAsync(PlanStep.RunUnitTest step, IWarehouseSession session, CancellationToken cancellationToken)
    {
        var rows = step.Test.Expected!;
        var columns = await OrErrorAsync(() => session.DescribeAsync(step.Sql.Text, cancellationToken), step.Sql.Wrap("describe from (\n", ""), step.Test.Span);
        var compared = await ComparedAsync(rows, columns, step, session, cancellationToken);
        var actual = await RowsAsync(session, step.Sql, compared, step.Test.Span, cancellationToken);
        var expected = await RowsAsync(session, UnitTestSql.For(rows, compared), compared, rows.Span, cancellationToken);
        return UnitTestComparer.Compare([.. compared.Select(column => column.Name)], expected, actual);
    }

    // Those that the expected rows name; where there are no such rows, all.
    private static async Task<ImmutableArray<Column>> ComparedAsync(
        UnitTestRows rows, ImmutableArray<Column> columns, PlanStep.RunUnitTest step, IWarehouseSession session, CancellationToken cancellationToken)
    {
        if (rows.Sql is null && rows.Rows.IsEmpty) return columns;
        if (UnitTestSql.UnknownColumns(rows, columns, "the result").FirstOrDefault() is { } unknown) throw new DiagnosticException(unknown);
        if (rows.Sql is null) return [.. rows.Columns.Select(cell => columns.First(column => column.Name.Equals(cell.Column, StringComparison.OrdinalIgnoreCase)))];
        var query = UnitTestSql.For(rows, []);
        var named = await OrErrorAsync(() => session.DescribeAsync(query.Text, cancellationToken), query.Wrap("describe from (\n", ""), step.Test.Span);
        foreach (var column in named.Where(column => !columns.Any(other => other.Name.Equals(column.Name, StringComparison.OrdinalIgnoreCase))))
        {
            throw new DiagnosticException(Diagnostic.Of(PlanProblems.UnknownGivenColumn, rows.Span, "the result", column.Name) with
            {
                Hint = DidYouMean.Hint(column.Name, columns.Select(other => other.Name)) ?? $"its columns: {string.Join(", ", columns.Select(other => other.Name))}",
            });
        }

        return [.. named.Select(column => columns.First(other => other.Name.Equals(column.Name, StringComparison.OrdinalIgnoreCase)))];
    }

    // As texts that the engine makes of values of the same type: what is equal there is equal here.
    private static async Task<IEnumerable<string?[]>> RowsAsync(
        IWarehouseSession session, CompiledSql query, ImmutableArray<Column> columns, SourceSpan span, CancellationToken cancellationToken)
    {
        var cells = columns.Select(column => $"cast(cast({SqlText.Identifier(column.Name)} as {column.DataType}) as varchar)");
        var sql = query.Wrap($"select {string.Join(", ", cells)} from (\n", "\n)");
        var result = await OrErrorAsync(() => session.QueryAsync(sql.Text, null, cancellationToken), sql, span);
        return result.Rows.Select(row => row.Select(cell => (string?)cell).ToArray());
    }

    private static Task<long?> ExecuteAsync(IWarehouseSession session, CompiledSql sql, SourceSpan span, CancellationToken cancellationToken) =>
        OrErrorAsync(() => session.ExecuteAsync(sql.Text, cancellationToken), sql, span);

    private static async Task DropAsync(PlanStep.RunUnitTest step, IWarehouseSession session)
    {
        try
        {
            await session.ExecuteAsync(string.Join(";\n", step.Given.Select(table => $"drop table if exists {table.Name}")), CancellationToken.None);
        }
        catch (WarehouseException e) when (e.Failure == WarehouseFailure.Invalidated)
        {
            // What has broken it is being reported, and with the database its tables are gone.
        }
    }

    private static async Task<T> OrErrorAsync<T>(Func<Task<T>> run, CompiledSql sql, SourceSpan span)
    {
        try
        {
            return await run();
        }
        catch (WarehouseException e) when (e.Failure != WarehouseFailure.Invalidated)
        {
            throw new DiagnosticException(SqlDiagnostics.For(e, sql, span), e);
        }
    }
}
