using System.Collections.Immutable;
using CareTally.Core.Contexts;
using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;
using CareTally.Templating.Values;

namespace CareTally.Core.Running;

/// <summary>
/// Takes one snapshot: makes its table, or compares the query with it and keeps what has changed. All of it happens in the transaction of
/// its step, which undoes it where something fails.
/// </summary>
/// <param name="step">The snapshot.</param>
/// <param name="diagnostics">Says what the database says.</param>
/// <param name="live">The session.</param>
internal sealed class SnapshotRunner(PlanStep.TakeSnapshot step, SqlDiagnostics diagnostics, LiveRendering live)
{
    // Temporary tables of the session, gone before the transaction ends.
    private static readonly RelationValue Source = Temporary("tally_snapshot_source");
    private static readonly RelationValue Changed = Temporary("tally_snapshot_changed");
    private static readonly RelationValue Changes = Temporary("tally_snapshot_changes");

    private readonly RelationValue _target = step.Macros!.Target;
    private readonly SnapshotChecks _checks = new((SnapshotNode)step.Node, step.Target);
    private readonly SnapshotMoment _moment = new((SnapshotNode)step.Node);
    private SnapshotMacros _macros = step.Macros!;

    /// <summary>Rows that were inserted.</summary>
    /// <exception cref="DiagnosticException">The query and the snapshot do not go together, or the database refuses.</exception>
    public long? Run(CompiledSql sql)
    {
        var columns = Ask(warehouse => warehouse.Describe(sql.Text), sql);
        _checks.RequireColumns(columns);
        _macros = _macros.Over(columns);
        if (_moment.Look(columns, expression => TypeOf(expression, sql)) is { } warning) live.Tell(new TemplateMessage(warning.Message, warning));
        if (Find(step.Target) is not { } existing) return Create(sql);
        return step.IsPartial ? 0 : Update(sql, existing);
    }

    private string TypeOf(string expression, CompiledSql sql)
    {
        var query = sql.Wrap($"select {expression} as updated_at from (\n", "\n) snapshot_query");
        return Ask(warehouse => warehouse.Describe(query.Text), query)[0].DataType;
    }

    private long? Create(CompiledSql sql)
    {
        var strategy = _macros.Strategy(live, sql.Text, exists: false);
        var query = _macros.Text(live, "build_snapshot_table", sql.Text, strategy.Value, sql.Text);
        Execute(Around(sql, $"create table {step.Target.ToSql()} as\n{query}"));
        RequireKey(strategy, $"select * from {step.Target.ToSql()}");
        step.Indexes?.Invoke(live);
        return (long?)live.Warehouse.Query($"select count(*) from {step.Target.ToSql()}").Rows[0][0];
    }

    private long? Update(CompiledSql sql, RelationEntry existing)
    {
        _checks.RequireTable(existing.Kind, live.Warehouse.ColumnsOf(step.Target));
        var source = Materialized(sql);
        var strategy = _macros.Strategy(live, source.Text, exists: true);
        var query = _macros.Text(live, "snapshot_staging_table", source.Text, strategy.Value, source.Text, _target);
        Execute(Around(source, $"create temporary table {Changes.ToText()} as\n{query}"));
        RequireChangedKeys(strategy, source.Text);
        var rows = Merge(strategy, source.Text);
        var rest = _macros.Text(live, "post_snapshot", source.Text, Changes);
        if (rest.Length > 0) Execute(CompiledSql.Of(rest));
        Execute(CompiledSql.Of(string.Join(";\n", new[] { Changes, Changed, Source }.Select(table => $"drop table if exists {table.ToText()}"))));
        return rows;
    }

    private long? Merge(SnapshotStrategy strategy, string query)
    {
        ImmutableArray<string> own = ["dbt_change_type", .. strategy.KeyNames];
        var columns = live.Warehouse.Describe($"select * from {Changes.ToText()}").Where(column => !own.Contains(column.Name)).ToArray();
        var there = live.Warehouse.ColumnsOf(step.Target).Select(column => column.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var missing = columns.Where(column => !there.Contains(column.Name)).ToArray();
        if (missing.Length > 0) _macros.Text(live, "create_columns", query, _target, ColumnValue.ListOf(missing));
        var quoted = new ListValue(columns.Select(column => Value.Of(SqlText.Identifier(column.Name))));
        return Execute(CompiledSql.Of(_macros.Text(live, "snapshot_merge_sql", query, _target, Changes, quoted)));
    }

    // The query is read several times: it is run once, but for one that only names a stored table.
    private CompiledSql Materialized(CompiledSql sql)
    {
        if (step.ReadsAllOf is { } relation && Find(relation) is { Kind: RelationKind.Table }) return sql;
        Execute(sql.Wrap($"create temporary table {Source.ToText()} as\n", ""));
        return CompiledSql.Of($"select * from {Source.ToText()}");
    }

    private void RequireKey(SnapshotStrategy strategy, string query) =>
        _checks.RequireKey(strategy.UniqueKey, Query(SnapshotKeys.AllOf(strategy.UniqueKey, query)));

    // To look at the keys that are about to be written costs a fraction of looking at all. The others are counted: more rows that the
    // snapshot knows than it has current ones are possible only where a key stands twice.
    private void RequireChangedKeys(SnapshotStrategy strategy, string query)
    {
        _checks.RequireKey(strategy.UniqueKey, Query(SnapshotKeys.OfChanges(strategy, query, Changes.ToText())));
        var isCurrent = _macros.Text(live, "snapshot_is_current", query, ((SnapshotNode)step.Node).Rules.Columns.ValidTo);
        if (Query(SnapshotKeys.TooMany(strategy, query, Changes.ToText(), $"select count(*) from {step.Target.ToSql()} where {isCurrent}")).Rows is [[true]])
            RequireKey(strategy, query);
    }

    private QueryResult Query(string sql) => Ask(warehouse => warehouse.Query(sql), CompiledSql.Of(""));

    private RelationEntry? Find(Relation relation) =>
        live.Warehouse.RelationsIn(relation.Database, relation.Schema).FirstOrDefault(entry => entry.Relation.Identifier.Equals(relation.Identifier, StringComparison.OrdinalIgnoreCase));

    private long? Execute(CompiledSql sql) => Ask(warehouse => warehouse.Execute(sql.Text), sql);

    private T Ask<T>(Func<ITemplateWarehouse, T> ask, CompiledSql sql)
    {
        try
        {
            return ask(live.Warehouse);
        }
        catch (WarehouseException e) when (e.Failure != WarehouseFailure.Invalidated)
        {
            throw new DiagnosticException(diagnostics.For(e, sql, step.Node), e);
        }
    }

    // What the database says about the query in it can then be shown in the query's template.
    private static CompiledSql Around(CompiledSql inner, string text)
    {
        var at = text.IndexOf(inner.Text, StringComparison.Ordinal);
        return at < 0 ? CompiledSql.Of(text) : inner.Wrap(text[..at], text[(at + inner.Text.Length)..]);
    }

    private static RelationValue Temporary(string name) => new(new RelationParts { Identifier = name, Type = RelationTypes.Table });
}
