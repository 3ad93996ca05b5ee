using System.Collections.Immutable;
using System.Text.RegularExpressions;
using CareTally.Core.Planning;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Core.Running;

/// <summary>How the columns of an incremental model's query differ from those of its table.</summary>
/// <param name="step">The model.</param>
/// <param name="query">The columns that the query gives.</param>
/// <param name="table">The columns of the table.</param>
internal sealed partial class ColumnChanges(PlanStep.ChangeModel step, ImmutableArray<Column> query, ImmutableArray<Column> table)
{
    private readonly ImmutableArray<string> _added = Without(query, table);
    private readonly ImmutableArray<string> _removed = Without(table, query);

    private readonly ImmutableArray<(string Name, string Old, string New)> _retyped =
    [
        .. from column in query
           from old in table
           where column.Name.Equals(old.Name, StringComparison.OrdinalIgnoreCase) && column.DataType != old.DataType
           select (old.Name, old.DataType, column.DataType),
    ];

    /// <summary>The columns of the table.</summary>
    public ImmutableArray<Column> Table => table;

    /// <summary>Whether anything differs.</summary>
    public bool Any => _added.Length + _removed.Length + _retyped.Length > 0;

    /// <exception cref="DiagnosticException">The key is not there, or a column of the table would get no values.</exception>
    public void RequireNames(StrategyUse strategy)
    {
        if (!strategy.IsBuiltIn) return;
        RequireKey();
        if (step.Config.OnSchemaChange == SchemaChange.Ignore) RequireAll();
    }

    private void RequireAll()
    {
        if (_removed.IsEmpty) return;
        throw Changed(
            RunProblems.ColumnsGone,
            "on_schema_change: append_new_columns fills them with null, sync_all_columns drops them; --full-refresh builds the table anew",
            step.Node.Id, $"the column{(_removed.Length == 1 ? "" : "s")} {string.Join(", ", _removed)}", step.Target);
    }

    /// <exception cref="DiagnosticException">Something differs.</exception>
    public void RequireSame()
    {
        if (!Any) return;
        var parts = new[] { Part("new", _added), Part("gone", _removed), Part("of another type", [.. _retyped.Select(one => $"{one.Name} (from {one.Old} to {one.New})")]) };
        throw Changed(
            RunProblems.ColumnsChanged,
            "on_schema_change: append_new_columns or sync_all_columns changes the table with them; --full-refresh builds it anew",
            step.Node.Id, string.Join("; ", parts.OfType<string>()));
    }

    /// <summary>What is wrong where a value cannot be cast to the type that the table has; null for any other error.</summary>
    public Diagnostic? OfTypes(WarehouseException error)
    {
        if (_retyped.IsEmpty || error.Class is not ("Conversion Error" or "Binder Error" or "Out of Range Error")) return null;
        var named = _retyped.Where(one => error.Message.Contains($"column {one.Name}", StringComparison.OrdinalIgnoreCase)).ToArray();
        var meant = named.Length == 0 ? [.. _retyped] : named;
        var given = string.Join(", ", meant.Select(one => $"{one.New} for the column {one.Name}, which is {one.Old}"));
        return Changed(
            RunProblems.TypeChanged,
            "on_schema_change: sync_all_columns gives the column its new type, --full-refresh builds the table anew; or cast it in the query",
            step.Node.Id, given, step.Target, error.Message.TrimEnd()).Diagnostic;
    }

    // The key may name a column that the query or the table does not have. What is no plain name is left to the database.
    private void RequireKey()
    {
        foreach (var key in step.Config.UniqueKey.Where(key => PlainName().IsMatch(key)))
        {
            var name = key.Trim('"');
            var (columns, where) = Has(query, name) ? (table, step.Target.ToString()) : (query, "what its query gives");
            if (Has(columns, name)) continue;
            var names = columns.Select(column => column.Name).ToArray();
            throw new DiagnosticException(Diagnostic.Of(RunProblems.NoKeyColumn, step.Node.Config.Get("unique_key")?.Span ?? step.Node.Span, name, step.Node.Id, where) with
            {
                Hint = DidYouMean.Hint(name, names) ?? $"its columns: {string.Join(", ", names)}",
            });
        }
    }

    private DiagnosticException Changed(DiagnosticKind kind, string hint, params object[] arguments) =>
        new(Diagnostic.Of(kind, step.Node.Config.Get("on_schema_change")?.Span ?? step.Node.Span, arguments) with { Hint = hint });

    private static string? Part(string word, ImmutableArray<string> columns) => columns.IsEmpty ? null : $"{word}: {string.Join(", ", columns)}";

    private static bool Has(ImmutableArray<Column> columns, string name) => columns.Any(column => column.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static ImmutableArray<string> Without(ImmutableArray<Column> columns, ImmutableArray<Column> others) =>
        [.. columns.Where(column => !Has(others, column.Name)).Select(column => column.Name)];

    [GeneratedRegex("^(\\w+|\"[^\"]+\")$")]
    private static partial Regex PlainName();
}
