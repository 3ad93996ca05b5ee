using CareTally.Core.Contexts;
using CareTally.Core.Planning;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;
using CareTally.Templating.Values;

namespace CareTally.Core.Running;

/// <summary>
/// Changes the table of an incremental model in place. Macros write the statements, so that a project can replace them; what is done, in
/// which order, and whether the query's rows are stored first is decided here. Runs in the step's transaction.
/// </summary>
internal sealed class TableChange(PlanStep.ChangeModel step, SqlDiagnostics diagnostics, LiveRendering live)
{
    private const string Processing = "process_schema_changes";

    /// <summary>What a project would have to replace to change how changed columns are met.</summary>
    public static readonly string[] SchemaMacros = [Processing, "check_for_schema_changes", "sync_column_schemas", "diff_columns", "diff_column_data_types"];

    private IncrementalConfig _config = step.Config;
    private ColumnChanges? _written;

    /// <summary>Rows written; null where the database does not say.</summary>
    /// <exception cref="DiagnosticException">It cannot be done; the transaction is to be rolled back.</exception>
    public long? Apply(CompiledSql sql)
    {
        if (sql.Header is { } header) Run(CompiledSql.Of(header));
        var given = Ask(() => live.Warehouse.Describe(sql.Text), sql);
        _config = step.Config.Over(given);
        var columns = new ColumnChanges(step, given, live.Warehouse.ColumnsOf(step.Target));
        var strategy = new StrategyUse(step, sql);
        columns.RequireNames(strategy);
        if (_config.OnSchemaChange == SchemaChange.Fail && step.Macros.AreBuiltIn(SchemaMacros)) columns.RequireSame();

        var source = strategy.ReadsQueryOnce ? Inline(sql) : Store(sql);
        if (strategy.IsMerge) new DuplicateKeys(step.Node, _config.UniqueKey, source.ToText()).Refuse(query => Ask(() => live.Warehouse.Query(query), CompiledSql.Of(query)));
        _written = columns;
        var written = Run(sql.Within(Statement(source, Written(source, columns))));
        if (!strategy.ReadsQueryOnce) Run(CompiledSql.Of($"drop table if exists {source.ToText()}"));
        return written;
    }

    // The query itself in place of a relation, where its rows are read once and need not be stored.
    private static RelationValue Inline(CompiledSql sql) => new(new RelationParts { Sql = $"(\n{sql.Text}\n)" });

    private RelationValue Store(CompiledSql sql)
    {
        var relation = step.Macros.Call(live, "make_temp_relation", step.Macros.Target).As<RelationValue>()
            ?? throw new DiagnosticException(RunProblems.NoStatement, step.Node.Span, "make_temp_relation", step.Node.Id);
        Run(sql.Within(step.Macros.Call(live, "create_table_as", true, relation, sql.Text).ToText()));
        return relation;
    }

    // The columns to write, after the table has been brought up to date with the query.
    private Value Written(RelationValue source, ColumnChanges changes)
    {
        var isUpToDate = _config.OnSchemaChange == SchemaChange.Ignore || (!changes.Any && step.Macros.AreBuiltIn(SchemaMacros));
        var processed = isUpToDate ? Value.None : step.Macros.Call(live, Processing, IncrementalConfig.Word(_config.OnSchemaChange), source, step.Macros.Target);
        return processed.IsTruthy ? processed : ColumnValue.ListOf(changes.Table);
    }

    private string Statement(RelationValue source, Value columns)
    {
        var macro = IncrementalStrategies.MacroOf(_config.Strategy);
        var text = step.Macros.Call(live, macro, new DictValue(new Dictionary<string, Value>
        {
            ["target_relation"] = step.Macros.Target,
            ["temp_relation"] = source,
            ["unique_key"] = _config.UniqueKeyValue,
            ["dest_columns"] = columns,
            ["incremental_predicates"] = _config.Predicates,
        })).ToText();
        return string.IsNullOrWhiteSpace(text) ? throw new DiagnosticException(RunProblems.NoStatement, step.Node.Span, macro, step.Node.Id) : text;
    }

    private long? Run(CompiledSql sql) => Ask(() => live.Warehouse.Execute(sql.Text), sql);

    private T Ask<T>(Func<T> ask, CompiledSql sql)
    {
        try
        {
            return ask();
        }
        catch (WarehouseException e) when (e.Failure == WarehouseFailure.Statement)
        {
            throw new DiagnosticException((step.Contract is { } contract ? ContractViolations.For(e, contract, step.Target) : null) ?? OfTypes(e, sql) ?? diagnostics.For(e, sql, step.Node), e);
        }
    }

    // An error at a place in the query is the query's own.
    private Diagnostic? OfTypes(WarehouseException error, CompiledSql sql) =>
        error.Position is { } position && sql.OriginOf(position) is not null ? null : _written?.OfTypes(error);
}

/// <summary>What is known of a model's strategy.</summary>
internal sealed class StrategyUse
{
    // What a project would have to replace to change what a built-in strategy does.
    private static readonly Dictionary<string, string[]> Macros = new()
    {
        [IncrementalStrategies.Append] = ["get_insert_into_sql", "get_quoted_csv"],
        [IncrementalStrategies.DeleteInsert] = ["get_delete_insert_merge_sql", "get_insert_into_sql", "get_quoted_csv"],
        [IncrementalStrategies.Merge] = ["get_merge_sql", "get_merge_update_columns", "get_merge_unique_key_match", "get_insert_into_sql", "get_quoted_csv"],
        [IncrementalStrategies.Microbatch] = ["get_quoted_csv"],
    };

    public StrategyUse(PlanStep.ChangeModel step, CompiledSql sql)
    {
        var strategy = step.Config.Strategy;
        var isDefault = strategy == IncrementalStrategies.Default;
        if (isDefault) strategy = IncrementalStrategies.DeleteInsert;
        IsBuiltIn = Macros.TryGetValue(strategy, out var parts)
            && step.Macros.AreBuiltIn([.. parts, IncrementalStrategies.MacroOf(strategy), IncrementalStrategies.MacroOf(step.Config.Strategy), "make_temp_relation", "create_table_as"]);
        IsMerge = IsBuiltIn && strategy == IncrementalStrategies.Merge && !step.Config.UniqueKey.IsEmpty && step.Node.Config.Get("merge_clauses") is null;
        ReadsQueryOnce = IsBuiltIn && (strategy == IncrementalStrategies.Microbatch ? !Names(sql, step.Target) : IsInsert(step, strategy));
    }

    /// <summary>Whether the project has not replaced any part of it.</summary>
    public bool IsBuiltIn { get; }

    /// <summary>Whether rows are matched by a key, so that each may come only once.</summary>
    public bool IsMerge { get; }

    /// <summary>Whether its statement reads the query once and nothing is deleted before that the query might read.</summary>
    public bool ReadsQueryOnce { get; }

    private static bool IsInsert(PlanStep.ChangeModel step, string strategy) =>
        strategy == IncrementalStrategies.Append
        || (step.Config.UniqueKey.IsEmpty && step.Node.Config.Get("merge_clauses") is null && step.Node.Config.Get("merge_on_using_columns") is null);

    private static bool Names(CompiledSql sql, Relation target) => sql.Text.Contains(target.Identifier, StringComparison.OrdinalIgnoreCase);
}
