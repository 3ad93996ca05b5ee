using System.Collections.Immutable;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Running;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Core.Checking;

/// <summary>
/// Makes the tables of incremental models and snapshots as they are after a run: with the columns that are there, and those that the run adds.
/// </summary>
/// <param name="existing">What the warehouse holds.</param>
/// <param name="errors">Knows whether hooks may have changed it by then.</param>
/// <param name="options">What may be believed.</param>
internal sealed class ChangedTables(Catalog existing, CheckErrors errors, CheckOptions options)
{
    /// <summary>Makes the table that an incremental model has changed; the reason where nothing can be said of it, otherwise null.</summary>
    /// <exception cref="WarehouseException">The query is wrong.</exception>
    /// <exception cref="DiagnosticException">The query does not fit the table.</exception>
    public async Task<string?> MakeAsync(PlanStep.ChangeModel step, CompiledSql sql, CheckDatabase database, CancellationToken cancellationToken)
    {
        if (ColumnsOf(step.Target) is not { } table) return "the columns of its table are not known";
        if (errors.HooksMayDefine) return "hooks may change its table";
        var strategy = new StrategyUse(step, sql);
        if (!strategy.IsBuiltIn || !step.Macros.AreBuiltIn(TableChange.SchemaMacros)) return "what its strategy makes of its table is only known when it runs";
        await database.CreateAsync(step.Target, table, cancellationToken);
        var query = await database.DescribeAsync(sql.Text, cancellationToken);

        // Alone, a check is not about this table: it may be going to be built anew.
        if (!options.TrustsDeclarations) new ColumnChanges(step, query, table).RequireNames(strategy);
        await ReplaceAsync(step.Target, table, After(step.Config.OnSchemaChange, query, table), database, cancellationToken);
        return null;
    }

    /// <summary>Makes the table of a snapshot; the reason where nothing can be said of it, otherwise null.</summary>
    /// <exception cref="WarehouseException">The query is wrong.</exception>
    /// <exception cref="DiagnosticException">The query does not return what the configuration names.</exception>
    public async Task<string?> MakeAsync(PlanStep.TakeSnapshot step, CompiledSql sql, CheckDatabase database, CancellationToken cancellationToken)
    {
        new SnapshotChecks((SnapshotNode)step.Node, step.Target).RequireColumns(await database.DescribeAsync(sql.Text, cancellationToken));
        var there = existing.Find(step.Target);
        if (there is not null && (errors.HooksMayDefine || !step.Macros!.AreBuiltIn("create_columns"))) return "what is added to its table is only known when it runs";
        try
        {
            var first = await database.RenderAsync(live => step.Macros!.Text(live, "build_snapshot_table", sql.Text, step.Macros.Strategy(live, sql.Text, exists: false).Value, sql.Text), cancellationToken);
            await database.CreateAsync(step.Target, CompiledSql.Of(first), cancellationToken);
        }
        catch (Exception e) when (e is DiagnosticException or WarehouseException { Failure: WarehouseFailure.Statement })
        {
            return "what its strategy makes of its query is only known when it runs";
        }

        if (there is not { Columns: { IsEmpty: false } kept }) return null;
        var made = await database.DescribeAsync($"select * from {step.Target.ToSql()}", cancellationToken);
        await ReplaceAsync(step.Target, made, [.. kept, .. Without(made, kept)], database, cancellationToken);
        return null;
    }

    private ImmutableArray<Column>? ColumnsOf(Relation relation) => existing.Find(relation) is { Columns: { IsEmpty: false } columns } ? columns : null;

    private static ImmutableArray<Column> After(SchemaChange change, ImmutableArray<Column> query, ImmutableArray<Column> table) => change switch
    {
        SchemaChange.AppendNewColumns => [.. table, .. Without(query, table)],
        SchemaChange.SyncAllColumns => [.. table.Select(column => Find(query, column)).OfType<Column>(), .. Without(query, table)],
        _ => table,
    };

    private static async Task ReplaceAsync(Relation relation, ImmutableArray<Column> now, ImmutableArray<Column> then, CheckDatabase database, CancellationToken cancellationToken)
    {
        if (now.SequenceEqual(then)) return;
        await database.DropAsync(relation, cancellationToken);
        await database.CreateAsync(relation, then, cancellationToken);
    }

    private static IEnumerable<Column> Without(ImmutableArray<Column> columns, ImmutableArray<Column> others) => columns.Where(column => Find(others, column) is null);

    private static Column? Find(ImmutableArray<Column> columns, Column wanted) => columns.FirstOrDefault(column => column.Name.Equals(wanted.Name, StringComparison.OrdinalIgnoreCase));
}
