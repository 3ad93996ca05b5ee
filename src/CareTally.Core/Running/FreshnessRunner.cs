using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Core.Running;

/// <summary>Asks how old the newest row of a relation is, and whether that is new enough.</summary>
internal sealed class FreshnessRunner(IWarehouseSession session, SqlDiagnostics diagnostics, TimeProvider clock)
{
    /// <summary>Whether what would only be getting old is stale.</summary>
    public bool WarningsFail { get; init; }

    public async Task<NodeResult> RunAsync(Watch watch, PlanStep.CheckFreshness check, LateRendering late, CancellationToken cancellationToken)
    {
        var sql = CompiledSql.Of("");
        try
        {
            DateTimeOffset? newest;
            if (check.Files.IsEmpty)
            {
                sql = await late.RenderAsync(check.Sql);
                newest = Moment((await session.QueryAsync(sql.Text, 1, cancellationToken)).Rows[0][0], check);
            }
            else newest = check.Files.Max(file => new DateTimeOffset(File.GetLastWriteTimeUtc(file), TimeSpan.Zero));

            var now = clock.GetUtcNow();
            return watch.Checked(newest, now, VerdictOn(now - (newest ?? DateTimeOffset.MinValue), check.Rules));
        }
        catch (WarehouseException e) when (e.Failure != WarehouseFailure.Invalidated)
        {
            return watch.Errored(diagnostics.For(e, sql, check.Node, check.Rules.LoadedAtSpan));
        }
        catch (DiagnosticException e)
        {
            return watch.Errored(e.Diagnostic);
        }
    }

    private Freshness VerdictOn(TimeSpan age, FreshnessRules rules) =>
        rules.ErrorAfter is { } error && age > error.Age ? Freshness.Stale
        : rules.WarnAfter is { } warn && age > warn.Age ? WarningsFail ? Freshness.Stale : Freshness.Ageing
        : Freshness.Fresh;

    // What has no zone is taken for UTC, a date for its first moment.
    private static DateTimeOffset? Moment(object? cell, PlanStep.CheckFreshness check) => cell switch
    {
        null => null,
        DateTimeOffset moment => moment.ToUniversalTime(),
        DateTime time => new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Unspecified), TimeSpan.Zero),
        DateOnly date => new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero),
        _ => throw new DiagnosticException(Diagnostic.Of(RunProblems.BadLoadedAt, check.Rules.LoadedAtSpan, check.Node.Id, $"'{CellText.Of(cell, "null")}'") with
        {
            Hint = "cast it, for example loaded_at_field: cast(loaded_at as timestamp)",
        }),
    };
}
