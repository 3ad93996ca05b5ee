using System.Collections.Immutable;
using CareTally.Core.Contexts;
using CareTally.Core.Manifests;
using CareTally.Core.Projects.Properties;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Core.Planning;

/// <summary>A contract to be held when its model is built: the columns its query must return, and what a table of them enforces.</summary>
/// <param name="Model">The model.</param>
public sealed record PlannedContract(ModelNode Model)
{
    /// <summary>The contract of a model, or null where it enforces none; what the database will not enforce is warned of.</summary>
    internal static PlannedContract? Of(ModelNode model, Problems problems)
    {
        if (!model.Contract.IsEnforced) return null;
        var all = model.Constraints.Concat(model.Columns.SelectMany(column => column.Constraints)).ToArray();
        if (model.Materialization == Materialization.View)
        {
            if (Array.Find(all, constraint => constraint.WarnsUnsupported) is { } first)
                problems.ReportWithHint(PlanProblems.NoConstraintsOnView, first.Span, "make it a table, or say warn_unsupported: false", model.Id);
            return new PlannedContract(model);
        }

        foreach (var constraint in all.Where(constraint => constraint.WarnsUnenforced && !ConstraintSql.IsEnforced(constraint.Kind)))
        {
            problems.ReportWithHint(
                PlanProblems.UnenforcedConstraint, constraint.Span, "test it with 'relationships'; warn_unenforced: false silences this",
                Constraint.Word(constraint.Kind), model.Id);
        }

        return new PlannedContract(model);
    }

    /// <summary>A query without rows whose columns have the types that the contract says, as the database normalises them.</summary>
    internal static string TypesQuery(IEnumerable<NodeColumn> columns) =>
        $"select {string.Join(", ", columns.Select(column => $"cast(null as {column.DataType}) as {SqlText.Identifier(column.Name)}"))}";

    /// <summary>Makes an empty table with the contract's columns and constraints.</summary>
    /// <param name="table">Where.</param>
    /// <param name="columns">The columns as the query and the contract agree on them, in the contract's order.</param>
    public string CreateTable(Relation table, ImmutableArray<Column> columns)
    {
        var described = Model.Columns.ToDictionary(column => column.Name, StringComparer.OrdinalIgnoreCase);
        var parts = columns.Select(column => string.Join(' ', [SqlText.Identifier(column.Name), column.DataType, .. ConstraintsOf(described[column.Name])]))
            .Concat(Model.Constraints.Select(ConstraintSql.OfModel).OfType<string>());
        return $"create table {table.ToSql()} (\n  {string.Join(",\n  ", parts)}\n)";
    }

    /// <summary>Fills the table: columns by name, whatever their order in the query.</summary>
    public static CompiledSql Fill(Relation table, ImmutableArray<Column> columns, CompiledSql query)
    {
        var names = string.Join(", ", columns.Select(column => SqlText.Identifier(column.Name)));
        return query.Wrap($"insert into {table.ToSql()} ({names})\nselect {names} from (\n", "\n) as model_query");
    }

    private IEnumerable<string> ConstraintsOf(NodeColumn column)
    {
        var ofModel = Model.Constraints.Any(constraint => constraint.Kind == ConstraintKind.NotNull && constraint.Columns.Contains(column.Name, StringComparer.OrdinalIgnoreCase));
        var own = column.Constraints.Select(ConstraintSql.OfColumn).OfType<string>();
        return ofModel && column.Constraints.All(constraint => constraint.Kind != ConstraintKind.NotNull) ? own.Prepend("not null") : own;
    }
}
