using CareTally.Core.Manifests;
using CareTally.Core.Planning;
using CareTally.Core.Projects.Properties;
using CareTally.Core.Warehouses;
using CareTally.Diagnostics;

namespace CareTally.Core.Running;

/// <summary>Says which constraint of a contract the rows of a model have broken.</summary>
internal static class ContractViolations
{
    private static readonly (string Word, ConstraintKind Kind)[] Words =
        [("not null", ConstraintKind.NotNull), ("primary key", ConstraintKind.PrimaryKey), ("unique", ConstraintKind.Unique), ("check", ConstraintKind.Check)];

    /// <summary>The diagnostic, at the constraint; null where the database has failed in another way.</summary>
    public static Diagnostic? For(WarehouseException error, PlannedContract contract, Relation table)
    {
        if (error.Class != "Constraint Error") return null;
        var model = contract.Model;

        // A unique index is no part of the contract.
        if (Find(model, error.Message) is not { } broken) return null;
        var message = error.Message.Replace(table.Identifier, model.Relation.Identifier, StringComparison.Ordinal).TrimEnd();
        return Diagnostic.Of(RunProblems.ConstraintBroken, broken.Span, model.Id, message) with { Hint = "nothing was published; what was there before stays" };
    }

    private static Constraint? Find(ModelNode model, string message)
    {
        // A key that stands twice is said without saying which of the two kinds it is.
        var kinds = Words.Where(word => message.Contains(word.Word, StringComparison.OrdinalIgnoreCase)).Select(word => word.Kind).ToArray();
        var ofColumns = from column in model.Columns
                        from constraint in column.Constraints
                        where kinds.Contains(constraint.Kind)
                        orderby Names(message, column.Name) descending
                        select constraint;
        return ofColumns.Concat(model.Constraints.Where(constraint => kinds.Contains(constraint.Kind))).FirstOrDefault();
    }

    private static bool Names(string message, string column) => message.Contains(column, StringComparison.OrdinalIgnoreCase);
}
